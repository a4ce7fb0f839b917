//! Which components a Database has, in which order they roll out, and what is done before it goes.

use oper8::prelude::*;
use oper8::serde_json::{Value, json};

use crate::components::{Access, Backup, LastBackup, Migrate, Server};
use crate::database::Database;

/// Turns a Database into its components.
pub(crate) struct DatabaseController;

impl Controller for DatabaseController {
    type Resource = Database;

    /// A new version's migration is done before the first server of that version starts.
    async fn setup_components(
        &self,
        database: &Database,
        session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        refuse_older(&database.spec.version, session)?;
        let access = graph.add(Access)?;
        let migrate = graph.add(Migrate::new(database))?;
        let server = graph.add(Server::new(database))?;
        graph.after(&migrate, &access)?;
        graph.after_ready(&server, &migrate)?;
        match &database.spec.backup {
            Some(wanted) => {
                let backup = graph.add(Backup::new(&database.spec.version, wanted))?;
                graph.after_ready(&backup, &server)?;
            }
            None => {
                graph.add_disabled(Backup::default())?;
            }
        }
        Ok(())
    }

    fn has_finalizer(&self) -> bool {
        true
    }

    /// A last backup, while the servers still run: the Database goes when it is done, and everything else with it. A Database
    /// that never ran has nothing to lose; one that was going to another version is still what it was.
    async fn finalize_components(
        &self,
        database: &Database,
        session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        if let (Some(wanted), Some(current)) = (&database.spec.backup, session.current_version()) {
            graph.add(LastBackup(Backup::new(current, wanted)))?;
        }
        Ok(())
    }

    /// Where the programs come from: a Database may name another place in its `configOverrides`.
    fn config_defaults(&self) -> Value {
        json!({"registry": "example.org/database"})
    }
}

/// Older programs cannot read what newer ones have written.
fn refuse_older(wanted: &str, session: &Session) -> Result<()> {
    let Some(current) = session.current_version() else {
        return Ok(());
    };
    ensure_config(
        numbers(wanted) >= numbers(current),
        format!("spec.version: {wanted} is older than {current}, which is rolled out"),
    )
}

/// A version's numbers, in the order in which they count.
fn numbers(version: &str) -> Vec<u64> {
    version
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect()
}
