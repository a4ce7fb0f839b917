//! How the types look in protobuf and in Go's JSON: the struct tags of the Go modules that define them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value, json};

/// Where the modules' packages begin in the names of schemas.
const ROOT: &str = "io.k8s.";

/// Types that Go defines as lists, and protobuf as a message with one list.
const WRAPPED: [&str; 3] = ["ExtraValue", "map[string]ExtraValue", "Verbs"];

/// Reads the structs of the packages that `schemas` names, from the modules of one version:
///
/// `{"modules": version, "types": {schema name: [[type, json tag, protobuf number]]}}`.
pub(super) fn dump(modules: &Path, version: &str, schemas: &Value) -> anyhow::Result<Value> {
    let names = schemas.as_object().context("no schemas")?.keys();
    let packages: BTreeSet<&str> = names
        .filter_map(|name| Some(name.strip_prefix(ROOT)?.rsplit_once('.')?.0))
        .collect();
    let mut types = BTreeMap::new();
    for package in packages {
        let (module, rest) = package.split_once('.').context(package.to_owned())?;
        let folder = modules.join(format!("{module}@{version}"));
        let folder = folder.join(rest.replace('.', "/"));
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&folder)
            .with_context(|| format!("could not list {}", folder.display()))?
        {
            files.push(entry?.path());
        }
        files.retain(|path| path.extension().is_some_and(|extension| extension == "go"));
        for path in files {
            for (name, fields) in structs(&std::fs::read_to_string(&path)?) {
                types.insert(format!("{ROOT}{package}.{name}"), Value::Array(fields));
            }
        }
    }
    Ok(json!({"modules": version, "types": types}))
}

/// The structs of a Go file that go over the wire, with their fields.
fn structs(source: &str) -> Vec<(String, Vec<Value>)> {
    let mut found = Vec::new();
    let mut current: Option<(String, Vec<Value>)> = None;
    for line in source.lines() {
        if let Some(rest) = line.strip_prefix("type ") {
            let name = rest.strip_suffix(" struct {");
            current = name.map(|name| (name.to_owned(), Vec::new()));
        } else if line == "}" {
            found.extend(current.take().filter(|(_, fields)| !fields.is_empty()));
        } else if let Some((_, fields)) = &mut current {
            fields.extend(field(line));
        }
    }
    found
}

/// `Name Type "tags"`, where an embedded type has no name of its own; `None` for what does not go over the wire.
fn field(line: &str) -> Option<Value> {
    let (declared, tags) = line.trim().split_once('`')?;
    if declared.starts_with("//") {
        return None;
    }
    let number = tag(tags, "protobuf:")?.split(',').nth(1)?;
    let number: u8 = number.parse().ok()?;
    let go_type = declared.split_whitespace().last()?;
    Some(json!([go_type, tag(tags, "json:")?, number]))
}

fn tag<'a>(tags: &'a str, key: &str) -> Option<&'a str> {
    tags.split_once(key)?.1.strip_prefix('"')?.split('"').next()
}

/// What protobuf and Go's JSON make of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WireField {
    /// The numbers on the way to the field, the first in the highest byte: Go's JSON has the fields of embedded structs
    /// in their holder, protobuf has them in a message of their own.
    pub(super) path: u32,
    /// Go leaves it out when it is zero, or empty: it is no pointer, and `omitempty`.
    pub(super) omitted: bool,
    /// Go writes it whatever it is.
    pub(super) written: bool,
    /// It is nothing at first, rather than empty.
    pub(super) pointer: bool,
    /// Its list is a message of its own.
    pub(super) wrapped: bool,
}

/// The dump, looked up by name.
pub(super) struct Wire<'a>(&'a Value);

impl<'a> Wire<'a> {
    pub(super) fn new(dump: &'a Value) -> Self {
        Self(dump)
    }

    /// The fields of the type, by their name in JSON.
    pub(super) fn fields(&self, schema: &str) -> anyhow::Result<BTreeMap<String, WireField>> {
        let mut found = BTreeMap::new();
        self.collect(schema, 0, 0, &mut found)?;
        Ok(found)
    }

    fn collect(
        &self,
        schema: &str,
        prefix: u32,
        depth: u32,
        found: &mut BTreeMap<String, WireField>,
    ) -> anyhow::Result<()> {
        ensure!(depth < 4, "{schema} is embedded too deeply for the table");
        let fields = self.0["types"][schema].as_array();
        for field in fields.with_context(|| format!("no Go type {schema}"))? {
            let (Some(go_type), Some(tag), Some(number)) =
                (field[0].as_str(), field[1].as_str(), field[2].as_u64())
            else {
                bail!("a field of {schema} is not type, tag and number: {field}");
            };
            let path = prefix | u32::try_from(number)? << (24 - 8 * depth);
            let (name, options) = tag.split_once(',').unwrap_or((tag, ""));
            if name.is_empty() && options.contains("inline") {
                let (package, _) = schema.rsplit_once('.').context("no package")?;
                self.collect(&format!("{package}.{go_type}"), path, depth + 1, found)?;
                continue;
            }
            let field = WireField {
                path,
                omitted: !go_type.starts_with('*') && options.contains("omit"),
                written: !options.contains("omit"),
                pointer: go_type.starts_with('*'),
                wrapped: WRAPPED.contains(&go_type),
            };
            found.insert(name.to_owned(), field);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"
type Volume struct {
	// The name `json:"not" protobuf:"bytes,9,opt"`
	Name string `json:"name" protobuf:"bytes,1,opt,name=name"`
	Source `json:",inline" protobuf:"bytes,2,opt,name=source"`
}
type Source struct {
	metav1.TypeMeta `json:",inline"`
	Path string `json:"path,omitempty" protobuf:"bytes,1,opt,name=path"`
	Mode *int32 `json:"mode,omitempty" protobuf:"varint,2,opt,name=mode"`
}
type Names []string
"#;

    #[test]
    fn fields_of_embedded_structs_have_the_numbers_of_both() {
        let types: BTreeMap<_, _> = structs(SOURCE)
            .into_iter()
            .map(|(name, fields)| (format!("a.{name}"), fields))
            .collect();
        let dump = json!({"types": types});
        let fields = Wire::new(&dump).fields("a.Volume").unwrap();
        let plain = WireField {
            path: 1 << 24,
            omitted: false,
            written: true,
            pointer: false,
            wrapped: false,
        };
        let inner = |number: u32, omitted| WireField {
            path: 2 << 24 | number << 16,
            omitted,
            written: false,
            pointer: !omitted,
            wrapped: false,
        };
        let expected = [
            ("mode", inner(2, false)),
            ("name", plain),
            ("path", inner(1, true)),
        ];
        let expected = expected.map(|(name, field)| (name.to_owned(), field));
        assert_eq!(fields, BTreeMap::from(expected));
    }
}
