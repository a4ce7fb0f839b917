//! Rules in CEL: read once with the schema, checked with every write.

use serde_json::Value;

use super::field_path;
use super::schema::{Additional, Node};
use super::validate::same_key;
use crate::cel::{Environment, Expression, Scope, Type, optional, text_of, typed};
use crate::path::Path;
use crate::status::Cause;

/// A longer message is none.
const LONGEST_MESSAGE: usize = 5 * 1024;

/// One of the `x-kubernetes-validations` of a schema.
#[derive(Debug)]
pub(crate) struct Rule {
    text: String,
    message: String,
    message_expression: Option<Expression>,
    reason: String,
    /// As messages show it; empty for the value itself.
    field: String,
    optional_old: bool,
    expression: Expression,
}

/// What is wrong with a rule: in which of its fields, and the words.
pub(crate) type Problem = (&'static str, String);

impl Rule {
    /// Reads a rule that stands in the schema `node`.
    pub(crate) fn read(rule: &Value, node: &Node, root: bool) -> Result<Self, Vec<Problem>> {
        let text = |name: &str| rule[name].as_str().unwrap_or_default().trim().to_owned();
        let optional_old = rule["optionalOldSelf"] == true;
        let kind = Type::of(node, root).unwrap_or(Type::Dyn);
        let old = if optional_old {
            Type::optional(kind.clone())
        } else {
            kind.clone()
        };
        let environment = Environment::from([("self".into(), kind), ("oldSelf".into(), old)]);
        let expression = compile(&text("rule"), &environment, &Type::Bool).map_err(|problem| {
            (
                "rule",
                problem_text("", &problem, "cel expression must evaluate to a bool"),
            )
        });
        let message_expression = match text("messageExpression") {
            empty if empty.is_empty() => Ok(None),
            given => compile(&given, &environment, &Type::String)
                .map(Some)
                .map_err(|problem| {
                    let no_text = "messageExpression must evaluate to a string";
                    (
                        "messageExpression",
                        problem_text("messageExpression ", &problem, no_text),
                    )
                }),
        };
        let (expression, message_expression) = match (expression, message_expression) {
            (Ok(expression), Ok(message)) => (expression, message),
            (one, other) => return Err(one.err().into_iter().chain(other.err()).collect()),
        };
        let field = match rule["fieldPath"].as_str() {
            Some(path) => {
                field_path::parse(path, node).map_or_else(|_| String::new(), |found| found.shown)
            }
            None => String::new(),
        };
        Ok(Self {
            text: text("rule"),
            message: text("message"),
            reason: text("reason"),
            message_expression,
            field,
            optional_old,
            expression,
        })
    }

    /// Whether it compares with what was before.
    pub(crate) fn uses_old(&self) -> bool {
        self.expression.uses("oldSelf")
    }

    /// What the rule is called in messages.
    fn name(&self) -> &str {
        if self.message.is_empty() {
            &self.text
        } else {
            &self.message
        }
    }

    fn told(&self, scope: &Scope<'_>) -> String {
        let made = self.message_expression.as_ref().and_then(|expression| {
            let value = expression.evaluate(scope).ok()?;
            let text = text_of(&value)?.trim().to_owned();
            let fits = !text.is_empty() && !text.contains('\n') && text.len() <= LONGEST_MESSAGE;
            fits.then_some(text)
        });
        made.unwrap_or_else(|| {
            if self.message.is_empty() {
                format!("failed rule: {}", self.text)
            } else {
                self.message.clone()
            }
        })
    }
}

/// Why an expression is none that is wanted.
enum Wrong {
    Compiler(String),
    Kind,
}

fn compile(text: &str, environment: &Environment, wanted: &Type) -> Result<Expression, Wrong> {
    let expression = Expression::compile(text, environment).map_err(Wrong::Compiler)?;
    if *expression.kind() == *wanted || *expression.kind() == Type::Dyn {
        Ok(expression)
    } else {
        Err(Wrong::Kind)
    }
}

fn problem_text(what: &str, problem: &Wrong, kind: &str) -> String {
    match problem {
        Wrong::Compiler(text) => format!("{what}compilation failed: {text}"),
        Wrong::Kind => kind.to_owned(),
    }
}

/// Reads the rules of a schema and of those in it; one that cannot be read is left out, which the CRD was refused for.
pub(crate) fn attach(node: &mut Node, schema: &Value, root: bool) {
    let rules = schema["x-kubernetes-validations"].as_array();
    let rules: Vec<_> = rules
        .into_iter()
        .flatten()
        .filter_map(|rule| Rule::read(rule, node, root).ok())
        .collect();
    node.rules = rules;
    for (name, property) in &mut node.properties {
        attach(property, &schema["properties"][name], false);
    }
    if let Some(items) = &mut node.items {
        attach(items, &schema["items"], false);
    }
    if let Additional::Values(values) = &mut node.additional {
        attach(values, &schema["additionalProperties"], false);
    }
    node.ruled = !node.rules.is_empty()
        || node.properties.values().any(|inner| inner.ruled)
        || node.items.as_ref().is_some_and(|inner| inner.ruled)
        || matches!(&node.additional, Additional::Values(inner) if inner.ruled);
}

/// Checks the rules of a custom resource; `old` is what it was.
pub(crate) fn check(
    root: &Node,
    object: &Value,
    old: Option<&Value>,
    causes: &mut Vec<Cause>,
    warnings: &mut Vec<String>,
) {
    if !root.ruled {
        return;
    }
    Scope::with(|scope| {
        let mut judge = Judge {
            causes,
            warnings,
            scope: &scope,
        };
        let pair = Pair {
            value: object,
            old,
            parent: None,
        };
        judge.value(pair, root, &Path::root(), true);
    });
}

/// A value with what it was.
#[derive(Clone, Copy)]
struct Pair<'a> {
    value: &'a Value,
    /// `None` where it is new, or where nothing tells which it was.
    old: Option<&'a Value>,
    /// The nearest around it of which is known what it was: now, and then.
    parent: Option<(&'a Value, &'a Value)>,
}

impl<'a> Pair<'a> {
    fn inner(self, value: &'a Value, old: Option<&'a Value>) -> Self {
        Self {
            value,
            old: old.filter(|old| !old.is_null()),
            parent: self.old.map(|old| (self.value, old)).or(self.parent),
        }
    }

    /// Whether it is what it was, so that nobody is to blame now.
    fn unchanged(self) -> bool {
        match (self.old, self.parent) {
            (Some(old), _) => self.value == old,
            (None, Some((now, then))) => now == then,
            (None, None) => false,
        }
    }
}

struct Judge<'a> {
    causes: &'a mut Vec<Cause>,
    warnings: &'a mut Vec<String>,
    scope: &'a Scope<'a>,
}

impl Judge<'_> {
    fn value(&mut self, pair: Pair<'_>, node: &Node, path: &Path<'_>, root: bool) {
        if !node.ruled || pair.value.is_null() {
            return;
        }
        if !node.rules.is_empty() {
            self.rules(pair, node, path, root);
        }
        match pair.value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let old = pair.old.and_then(|old| old.get(name));
                    let inner = pair.inner(value, old);
                    if let Some(property) = node.properties.get(name) {
                        self.value(inner, property, &path.field(name), false);
                    } else if let Additional::Values(values) = &node.additional {
                        self.value(inner, values, &path.key(name), false);
                    }
                }
            }
            Value::Array(items) => {
                let Some(item) = &node.items else {
                    return;
                };
                for (index, value) in items.iter().enumerate() {
                    let old = same_key(node, value, pair.old);
                    self.value(pair.inner(value, old), item, &path.index(index), false);
                }
            }
            _ => {}
        }
    }

    fn rules(&mut self, pair: Pair<'_>, node: &Node, path: &Path<'_>, root: bool) {
        let scope = self.scope;
        scope.within(|mut scope| {
            scope.bind("self", typed(pair.value, node, root));
            let old = pair.old.map(|old| typed(old, node, root));
            for rule in &node.rules {
                if rule.uses_old() && old.is_none() && !rule.optional_old {
                    continue;
                }
                if rule.optional_old {
                    scope.bind("oldSelf", optional(old.clone()));
                } else if let Some(old) = &old {
                    scope.bind("oldSelf", old.clone());
                }
                self.rule(rule, &scope, pair, node, path);
            }
        });
    }

    fn rule(
        &mut self,
        rule: &Rule,
        scope: &Scope<'_>,
        pair: Pair<'_>,
        node: &Node,
        path: &Path<'_>,
    ) {
        let at = match path.to_string() {
            root if root.is_empty() => "<nil>".to_owned(),
            path => path,
        };
        let error = match rule.expression.evaluate(scope) {
            Ok(crate::cel::Value::Bool(true)) => return,
            Ok(crate::cel::Value::Bool(false)) => None,
            Ok(_) => Some("no such overload".to_owned()),
            Err(error) => Some(error),
        };
        if let Some(error) = error {
            let detail = if error.starts_with("no such overload") {
                format!(
                    "'{error}': call arguments did not match a supported operator, function or macro signature for rule: {}",
                    rule.name()
                )
            } else {
                format!("{error} evaluating rule: {}", rule.name())
            };
            let kind = Value::from(node.kind.as_str());
            self.causes.push(Cause::invalid(&at, &kind, &detail));
            return;
        }
        let at = match (at.as_str(), rule.field.as_str()) {
            (_, "") => at,
            ("<nil>", field) => field.trim_start_matches('.').to_owned(),
            (at, field) => format!("{at}{field}"),
        };
        let detail = rule.told(scope);
        let shown = (!matches!(node.kind.as_str(), "object" | "array")).then_some(pair.value);
        let cause = match (rule.reason.as_str(), shown) {
            ("FieldValueRequired", _) => Cause::required(&at, &detail),
            ("FieldValueForbidden", _) => Cause::forbidden(&at, &detail),
            ("FieldValueDuplicate", Some(value)) => Cause::duplicate(&at, value),
            ("FieldValueDuplicate", None) => Cause::duplicate_unshown(&at),
            (_, Some(value)) => Cause::invalid(&at, value, &detail),
            (_, None) => Cause::invalid_unshown(&at, &detail),
        };
        if !rule.uses_old() && pair.unchanged() {
            self.warnings.push(cause.text());
        } else {
            self.causes.push(cause);
        }
    }
}

/// A rule as the real server shows it in messages.
pub(crate) fn shown(rule: &Value) -> String {
    let text = |name: &str| {
        let text = Value::from(rule[name].as_str().unwrap_or_default()).to_string();
        text.replace('<', "\\u003c")
            .replace('>', "\\u003e")
            .replace('&', "\\u0026")
    };
    format!(
        "{{\"Rule\":{},\"Message\":{},\"MessageExpression\":{},\"Reason\":{},\"FieldPath\":{},\"OptionalOldSelf\":{}}}",
        text("rule"),
        text("message"),
        text("messageExpression"),
        rule["reason"],
        text("fieldPath"),
        rule["optionalOldSelf"],
    )
}
