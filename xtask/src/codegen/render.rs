//! The table as Rust source.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Write as _};

use anyhow::Context as _;
use serde_json::Value;

use super::kinds::{Group, Kind, Resource, Subresource};
use super::model::{Elements, Field, Node, Table, What};
use super::wire::WireField;

/// Longest line of the source; nobody reads it, but a diff must show what changed.
const WIDTH: usize = 118;

/// The whole generated module.
pub(super) fn source(dump: &Value, groups: &[Group], table: &Table) -> anyhow::Result<String> {
    let names = Names::of(table)?;
    let version = dump["gitVersion"].as_str().context("no version")?;
    let mut out = format!(
        "//! The built-in kinds of Kubernetes {version}. Written by `cargo xtask codegen`; do not edit.\n\n\
         use crate::kinds::{{Group, ResourceKind, Subresource}};\n\
         use crate::shape::ScalarType::*;\n\
         use crate::shape::table::{{Elements::*, Field, Free::*, Node, What::*, f, n}};\n\n\
         /// The server that was asked.\n\
         pub(crate) static VERSION: &str = {version:?};\n\n"
    );
    writeln!(out, "// Shapes that are known by name.")?;
    for (name, node) in &table.known {
        writeln!(out, "pub(crate) static {name}: u16 = {};", node.0)?;
    }
    writeln!(out)?;
    names.render(&mut out)?;
    objects(&mut out, table, &names)?;
    nodes(&mut out, table, &names)?;
    self::groups(&mut out, groups)?;
    kinds(&mut out, groups)?;
    Ok(out)
}

/// Every text and list of texts of the table, each once.
struct Names {
    texts: BTreeMap<String, usize>,
    lists: BTreeMap<Vec<String>, usize>,
}

impl Names {
    fn of(table: &Table) -> anyhow::Result<Self> {
        let mut texts = BTreeSet::from([String::new()]);
        let mut lists = BTreeSet::from([Vec::new()]);
        let fields = table.objects.iter().flatten();
        texts.extend(fields.map(|field| field.name.clone()));
        for node in &table.nodes {
            texts.extend([
                node.merge_key.clone(),
                node.default.clone(),
                node.format.clone(),
            ]);
            lists.insert(node.enums.clone());
            if let What::List(_, Elements::Keys(keys)) = &node.what {
                lists.insert(keys.clone());
            }
        }
        texts.extend(lists.iter().flatten().cloned());
        u16::try_from(texts.len()).context("more than 65535 texts")?;
        Ok(Self {
            texts: number(texts),
            lists: number(lists),
        })
    }

    fn text(&self, text: &str) -> usize {
        self.texts.get(text).copied().unwrap_or_default()
    }

    fn list(&self, list: &[String]) -> usize {
        self.lists.get(list).copied().unwrap_or_default()
    }

    fn render(&self, out: &mut String) -> anyhow::Result<()> {
        writeln!(
            out,
            "/// Every text of the table, sorted, one after the other."
        )?;
        writeln!(out, "pub(crate) static TEXT: &str = \"\\")?;
        let mut ends = Vec::new();
        let mut end = 0;
        for text in self.texts.keys() {
            end += text.len();
            ends.push(end);
            if !text.is_empty() {
                writeln!(out, "{}\\", text.escape_default())?;
            }
        }
        writeln!(out, "\";\n\n/// Where each text ends.")?;
        array(out, "TEXT_ENDS", "u32", ends)?;
        writeln!(
            out,
            "/// Lists of texts: keys of lists, values of enumerations."
        )?;
        let lists = self.lists.keys().map(|list| {
            let texts: Vec<_> = list
                .iter()
                .map(|text| self.text(text).to_string())
                .collect();
            format!("&[{}]", texts.join(", "))
        });
        array(out, "LISTS", "&[u16]", lists)
    }
}

fn number<T: Ord>(set: BTreeSet<T>) -> BTreeMap<T, usize> {
    set.into_iter()
        .enumerate()
        .map(|(index, item)| (item, index))
        .collect()
}

fn objects(out: &mut String, table: &Table, names: &Names) -> anyhow::Result<()> {
    writeln!(out, "/// Where the fields of each object end.")?;
    let mut end = 0;
    let ends = table.objects.iter().map(|fields| {
        end += fields.len();
        end
    });
    array(out, "OBJECT_ENDS", "u16", ends)?;
    writeln!(
        out,
        "/// Name, shape, flags and protobuf numbers of every field, sorted within its object."
    )?;
    let fields = table.objects.iter().flatten().map(|field| {
        format!(
            "f({}, {}, {}, {:#x})",
            names.text(&field.name),
            field.node.0,
            field_flags(field),
            field.wire.map_or(0, |wire| wire.path),
        )
    });
    array(out, "FIELDS", "Field", fields)
}

/// The bits that `Field` reads.
fn field_flags(field: &Field) -> u8 {
    let wire = |flag: fn(&WireField) -> bool| field.wire.as_ref().is_some_and(flag);
    u8::from(field.required)
        | u8::from(wire(|wire| wire.omitted)) << 1
        | u8::from(wire(|wire| wire.wrapped)) << 2
        | u8::from(wire(|wire| wire.written)) << 3
        | u8::from(wire(|wire| wire.pointer)) << 4
}

fn nodes(out: &mut String, table: &Table, names: &Names) -> anyhow::Result<()> {
    writeln!(
        out,
        "/// Every shape: type, flags, merge key, default, enumeration, format."
    )?;
    let nodes = table.nodes.iter().map(|node| {
        format!(
            "n({}, {}, {}, {}, {}, {})",
            what(&node.what, names),
            flags(node),
            names.text(&node.merge_key),
            names.text(&node.default),
            names.list(&node.enums),
            names.text(&node.format),
        )
    });
    array(out, "NODES", "Node", nodes)
}

fn what(what: &What, names: &Names) -> String {
    match what {
        What::Object(object) => format!("Object({object})"),
        What::Map(values) => format!("Map({})", values.0),
        What::List(items, elements) => {
            let elements = match elements {
                Elements::Atomic => "Atomic".to_owned(),
                Elements::Set => "Set".to_owned(),
                Elements::Keys(keys) => format!("Keys({})", names.list(keys)),
            };
            format!("List({}, {elements})", items.0)
        }
        What::Scalar(scalar) => format!("Scalar({scalar})"),
        What::Untyped(free) => format!("Untyped({free})"),
    }
}

/// The bits that `Node` reads.
fn flags(node: &Node) -> u8 {
    let flags = [
        node.atomic,
        node.merge,
        node.retain_keys,
        node.preserve,
        node.embedded,
        node.replace,
        node.inline,
    ];
    flags
        .iter()
        .rev()
        .fold(0, |bits, flag| bits << 1 | u8::from(*flag))
}

fn groups(out: &mut String, groups: &[Group]) -> anyhow::Result<()> {
    writeln!(
        out,
        "/// The groups in the server's order, the core group first."
    )?;
    let groups = groups.iter().map(|group| {
        let versions: Vec<_> = group.versions.iter().map(|version| &version.name).collect();
        format!(
            "Group {{ name: {:?}, preferred_version: {:?}, versions: &{versions:?} }}",
            group.name, group.preferred
        )
    });
    lines(out, "GROUPS", "Group", groups)
}

fn kinds(out: &mut String, groups: &[Group]) -> anyhow::Result<()> {
    writeln!(
        out,
        "\n/// The kinds of each group and version, in the server's order."
    )?;
    let versions = groups.iter().flat_map(|group| &group.versions);
    lines(
        out,
        "KINDS",
        "ResourceKind",
        versions.flat_map(|version| &version.kinds).map(kind),
    )
}

fn kind(kind: &Kind) -> String {
    let parts: String = kind
        .subresources
        .iter()
        .map(|part| format!("\n        {},", subresource(part)))
        .collect();
    let parts = match parts.as_str() {
        "" => "&[]".to_owned(),
        parts => format!("&[{parts}\n    ]"),
    };
    format!(
        "ResourceKind {{ {}, plural: {:?}, singular: {:?}, namespaced: {}, short_names: &{:?}, categories: &{:?}, \
         list_kind: {:?}, subresources: {parts} }}",
        resource(&kind.resource),
        kind.plural,
        kind.singular,
        kind.namespaced,
        kind.short_names,
        kind.categories,
        kind.list_kind,
    )
}

fn subresource(part: &Subresource) -> String {
    format!(
        "Subresource {{ name: {:?}, {} }}",
        part.name,
        resource(&part.resource)
    )
}

fn resource(resource: &Resource) -> String {
    format!(
        "group: {:?}, version: {:?}, kind: {:?}, verbs: &{:?}, node: {:?}",
        resource.group,
        resource.version,
        resource.kind,
        resource.verbs,
        resource.node.map(|node| node.0),
    )
}

/// An array with as many items on a line as fit.
fn array(
    out: &mut String,
    name: &str,
    item: &str,
    items: impl IntoIterator<Item = impl Display>,
) -> anyhow::Result<()> {
    writeln!(out, "pub(crate) static {name}: &[{item}] = &[")?;
    let mut line = String::new();
    for item in items {
        let item = item.to_string();
        if line.len() + item.len() + 2 > WIDTH {
            writeln!(out, "   {line}")?;
            line.clear();
        }
        write!(line, " {item},")?;
    }
    writeln!(out, "   {line}\n];\n")?;
    Ok(())
}

/// An array with one item a line.
fn lines(
    out: &mut String,
    name: &str,
    item: &str,
    items: impl Iterator<Item = String>,
) -> anyhow::Result<()> {
    writeln!(out, "pub(crate) static {name}: &[{item}] = &[")?;
    for item in items {
        writeln!(out, "    {item},")?;
    }
    writeln!(out, "];")?;
    Ok(())
}
