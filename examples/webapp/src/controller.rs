//! Which components a WebApp has, and in which order they roll out.

use oper8::prelude::*;

use crate::components::{Api, Cache, Database, Frontend, Migrate, Settings, Volumes};
use crate::webapp::WebApp;

/// Turns a WebApp into its components.
pub(crate) struct WebAppController;

impl Controller for WebAppController {
    type Resource = WebApp;

    async fn setup_components(
        &self,
        webapp: &WebApp,
        _session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        let settings = graph.add(Settings::new(webapp))?;
        let database = graph.add(Database::new(webapp))?;
        let migrate = graph.add(Migrate::new(webapp))?;
        let api = graph.add(Api::new(webapp))?;
        let frontend = graph.add(Frontend::new(webapp))?;
        graph.after(&database, &settings)?;
        graph.after_ready(&migrate, &database)?;
        graph.after_ready(&api, &migrate)?;
        graph.after(&frontend, &api)?;
        if webapp.spec.cache {
            let cache = graph.add(Cache)?;
            graph.after(&cache, &settings)?;
            graph.after_ready(&api, &cache)?;
        } else {
            graph.add_disabled(Cache)?;
        }
        Ok(())
    }

    fn has_finalizer(&self) -> bool {
        true
    }

    /// The database's volume claim belongs to the StatefulSet's pods, not to the WebApp: it goes here.
    async fn finalize_components(
        &self,
        _webapp: &WebApp,
        _session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        graph.add_disabled(Volumes)?;
        Ok(())
    }
}
