//! Generated files: the table of the built-in kinds, derived from dumps of a real server and of the Go types, and blocks
//! of the architecture page.

mod fetch;
mod kinds;
mod model;
mod render;
mod wire;

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use flate2::{Compression, GzBuilder, read::GzDecoder};
use serde_json::Value;

use crate::layers;
use crate::shell::{note, root};

/// The dump of what a server says of its kinds.
const KINDS: &str = "kubernetes";

/// The dump of how the types go over the wire.
const WIRE: &str = "wire";

/// Options of `cargo xtask codegen`: without any, the generated source is written from the dump.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Compare the generated source with what the dump gives, and write nothing.
    #[arg(long)]
    check: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Asks a real server for its built-in kinds, and writes the dump and the source anew.
    ///
    /// Needs kubectl, in the folder that KUBEBUILDER_ASSETS names or on PATH.
    Kinds {
        /// The kubeconfig of the server.
        #[arg(long, value_name = "KUBECONFIG")]
        server: PathBuf,
    },
    /// Reads the types' struct tags from Go modules, and writes the dump and the source anew.
    Wire {
        /// The folder of the module cache that holds `api@VERSION`: `$(go env GOMODCACHE)/k8s.io`.
        #[arg(long, value_name = "FOLDER")]
        modules: PathBuf,
        /// The version of the modules, such as v0.36.3.
        #[arg(long)]
        version: String,
    },
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    if args.check {
        return check();
    }
    match &args.command {
        Some(Command::Kinds { server }) => {
            let (dump, prose) = fetch::dump(server)?;
            write_dump(KINDS, &dump, &dump["gitVersion"])?;
            write_prose(&prose)?;
        }
        Some(Command::Wire { modules, version }) => {
            let kinds = read_dump(KINDS)?;
            let dump = wire::dump(modules, version, &kinds["schemas"])?;
            write_dump(WIRE, &dump, &dump["modules"])?;
        }
        None => {}
    }
    let path = source_path();
    write(&path, derive()?.as_bytes())?;
    note(&format!("wrote {}", path.display()))?;
    let (path, _, wanted) = layers::page()?;
    write(&path, wanted.as_bytes())?;
    note(&format!("wrote {}", path.display()))
}

/// Fails when a generated file is not what the generator writes.
pub(crate) fn check() -> anyhow::Result<()> {
    let path = source_path();
    let present = std::fs::read_to_string(&path).unwrap_or_default();
    if present != derive()? {
        bail!(
            "{} is not what the dump of the kinds gives: run `cargo xtask codegen`",
            path.display()
        );
    }
    let (path, present, wanted) = layers::page()?;
    if present != wanted {
        bail!(
            "{} shows old layers or trees: run `cargo xtask codegen`",
            path.display()
        );
    }
    Ok(())
}

fn derive() -> anyhow::Result<String> {
    let (dump, wire) = (read_dump(KINDS)?, read_dump(WIRE)?);
    let kinds = kinds::Discovery::of(&dump)?;
    let mut model = model::Model::new(&dump, &wire)?;
    let kinds = kinds.resolve(&mut model)?;
    render::source(&dump, &kinds, &model.finish()?)
}

fn data_folder() -> PathBuf {
    root().join("crates/oper8-schema/data")
}

fn source_path() -> PathBuf {
    root().join("crates/oper8-schema/src/generated/mod.rs")
}

/// The one dump of that name in the data folder.
fn dump_path(name: &str) -> anyhow::Result<PathBuf> {
    let folder = data_folder();
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&folder)
        .with_context(|| format!("could not list {}", folder.display()))?
    {
        found.push(entry?.path());
    }
    found.retain(|path| {
        let file = path.file_name().map(|file| file.to_string_lossy());
        file.is_some_and(|file| file.starts_with(name) && file.ends_with(".json.gz"))
    });
    match <[PathBuf; 1]>::try_from(found) {
        Ok([path]) => Ok(path),
        Err(found) => bail!(
            "{} holds {} files {name}-VERSION.json.gz instead of one: see `cargo xtask codegen --help`",
            folder.display(),
            found.len()
        ),
    }
}

fn read_dump(name: &str) -> anyhow::Result<Value> {
    let path = dump_path(name)?;
    let bytes =
        std::fs::read(&path).with_context(|| format!("could not read {}", path.display()))?;
    let mut text = String::new();
    GzDecoder::new(bytes.as_slice())
        .read_to_string(&mut text)
        .with_context(|| format!("could not unpack {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} holds no JSON", path.display()))
}

/// Writes the dump, and removes that of another version.
fn write_dump(name: &str, dump: &Value, version: &Value) -> anyhow::Result<()> {
    let version = version.as_str().context("the dump has no version")?;
    let minor: Vec<&str> = version.trim_start_matches('v').split('.').take(2).collect();
    if let Ok(old) = dump_path(name) {
        std::fs::remove_file(old)?;
    }
    let file = format!("{name}-{}.json.gz", minor.join("."));
    let path = data_folder().join(file);
    pack(&path, dump)?;
    note(&format!("wrote {} of {version}", path.display()))
}

/// Writes the descriptions beside the dump that they belong to, and removes those of another version.
fn write_prose(prose: &Value) -> anyhow::Result<()> {
    let dump = dump_path(KINDS)?;
    let file = dump.file_name().context("the dump has no name")?;
    let folder = data_folder().join("descriptions");
    // There is none where the dump is from before they were kept.
    let _ = std::fs::remove_dir_all(&folder);
    pack(&folder.join(file), prose)
}

fn pack(path: &Path, value: &Value) -> anyhow::Result<()> {
    // No time of writing, so that one source always gives the same bytes.
    let mut encoder = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    encoder.write_all(serde_json::to_string(value)?.as_bytes())?;
    write(path, &encoder.finish()?)
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("could not create {}", folder.display()))?;
    }
    std::fs::write(path, bytes).with_context(|| format!("could not write {}", path.display()))
}
