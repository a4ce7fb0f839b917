//! Whether an expression can be right, before there is anything to run it on.
//!
//! The first problem that is found is told; what is known only when the expression runs is let through.

use std::collections::BTreeMap;

use kube_cel::cel::common::ast::{
    CallExpr, ComprehensionExpr, EntryExpr, Expr, LiteralValue, operators,
};
use kube_cel::cel::parser::Expression as Tree;

use super::functions::{self, Found};
use super::library::KINDS;
use super::position;
use super::types::Type;

/// Judges one expression.
pub(super) struct Checker<'a> {
    pub(super) source: &'a str,
    /// Innermost last.
    pub(super) scopes: Vec<BTreeMap<String, Type>>,
}

/// A problem, as it is told.
type Checked = Result<Type, String>;

impl Checker<'_> {
    pub(super) fn check(&mut self, tree: &Tree) -> Checked {
        match &tree.expr {
            Expr::Literal(literal) => Ok(literal_type(literal)),
            Expr::Ident(name) => self.variable(name),
            Expr::Select(select) => {
                if let Some(kind) = self.qualified(tree) {
                    return Ok(kind);
                }
                let operand = self.check(&select.operand)?;
                let field = self.field(&operand, &select.field)?;
                Ok(if select.test { Type::Bool } else { field })
            }
            Expr::List(list) => {
                let mut items = None;
                for element in &list.elements {
                    let kind = self.check(element)?;
                    items = Some(match items {
                        None => kind,
                        Some(items) => Type::join(items, kind),
                    });
                }
                Ok(Type::list(items.unwrap_or(Type::Dyn)))
            }
            Expr::Map(map) => {
                for entry in &map.entries {
                    if let EntryExpr::MapEntry(entry) = &entry.expr {
                        self.check(&entry.key)?;
                        self.check(&entry.value)?;
                    }
                }
                Ok(Type::Map(std::sync::Arc::new(Type::Dyn)))
            }
            Expr::Call(call) => self.call(call),
            Expr::Comprehension(inner) => self.comprehension(inner),
            Expr::Struct(made) => Err(self.undeclared(&made.type_name)),
            Expr::Unspecified => Err(position::show(
                self.source,
                0,
                "Syntax error: nothing to evaluate",
            )),
        }
    }

    fn variable(&self, name: &str) -> Checked {
        let found = self.scopes.iter().rev().find_map(|scope| scope.get(name));
        match found {
            Some(kind) => Ok(kind.clone()),
            None if KINDS.contains(&name) => Ok(Type::Kind),
            None => Err(self.undeclared(name)),
        }
    }

    fn undeclared(&self, name: &str) -> String {
        let at = position::of_name(self.source, name);
        let problem = format!("undeclared reference to '{name}' (in container '')");
        position::show(self.source, at, &problem)
    }

    /// A name with points that stands for a type.
    fn qualified(&self, tree: &Tree) -> Option<Type> {
        let name = dotted(tree)?;
        name.starts_with("google.protobuf.").then_some(Type::Kind)
    }

    fn field(&self, operand: &Type, field: &str) -> Checked {
        let problem = match operand {
            Type::Dyn => return Ok(Type::Dyn),
            Type::Map(values) => return Ok((**values).clone()),
            Type::Optional(inner) => return self.field(inner, field).map(Type::optional),
            Type::Object(fields) => match fields.get(field) {
                Some(kind) => return Ok(kind.clone()),
                None => format!("undefined field '{field}'"),
            },
            other => format!("type '{other}' does not support field selection"),
        };
        let at = position::of_field(self.source, field);
        Err(position::show(self.source, at, &problem))
    }

    fn call(&mut self, call: &CallExpr) -> Checked {
        let name = call.func_name.as_str();
        if let Some(target) = &call.target {
            return self.method(call, target);
        }
        let mut kinds = Vec::with_capacity(call.args.len());
        for argument in &call.args {
            kinds.push(self.check(argument)?);
        }
        if let Some(result) = operator(name, &kinds, call) {
            return result.ok_or_else(|| {
                let at = position::of_operator(self.source, name);
                self.mismatch(name, &shown(&kinds), at)
            });
        }
        self.answer(functions::global(name, &kinds), name, &kinds, None)
    }

    fn method(&mut self, call: &CallExpr, target: &Tree) -> Checked {
        let name = call.func_name.as_str();
        let mut kinds = Vec::with_capacity(call.args.len());
        if let Some(prefix) = dotted(target)
            && self
                .variable(prefix.split('.').next().unwrap_or_default())
                .is_err()
        {
            for argument in &call.args {
                kinds.push(self.check(argument)?);
            }
            let qualified = format!("{prefix}.{name}");
            return match functions::global(&qualified, &kinds) {
                Found::Unknown => Err(self.undeclared(&prefix)),
                found => self.answer(found, &qualified, &kinds, None),
            };
        }
        let on = self.check(target)?;
        for argument in &call.args {
            kinds.push(self.check(argument)?);
        }
        self.answer(
            functions::method(name, &on, &kinds),
            name,
            &kinds,
            Some(&on),
        )
    }

    fn answer(&self, found: Found, name: &str, kinds: &[Type], on: Option<&Type>) -> Checked {
        let at = position::of_call(self.source, name.rsplit('.').next().unwrap_or_default());
        match found {
            Found::Result(kind) => Ok(kind),
            Found::Unknown => {
                let problem = format!("undeclared reference to '{name}' (in container '')");
                Err(position::show(self.source, at, &problem))
            }
            Found::Mismatch => {
                let applied = match on {
                    Some(on) => format!("{on}.({})", shown(kinds)),
                    None => shown(kinds),
                };
                let shown = if on.is_some() {
                    applied
                } else {
                    format!("({applied})")
                };
                let problem =
                    format!("found no matching overload for '{name}' applied to '{shown}'");
                Err(position::show(self.source, at, &problem))
            }
        }
    }

    fn mismatch(&self, name: &str, kinds: &str, at: usize) -> String {
        let problem = format!("found no matching overload for '{name}' applied to '({kinds})'");
        position::show(self.source, at, &problem)
    }

    fn comprehension(&mut self, inner: &ComprehensionExpr) -> Checked {
        let items = match self.check(&inner.iter_range)? {
            Type::List(items) => (*items).clone(),
            Type::Map(_) => Type::String,
            Type::Dyn | Type::Optional(_) => Type::Dyn,
            other => {
                let problem = format!(
                    "expression of type '{other}' cannot be range of a comprehension (must be list, map, or dynamic)"
                );
                return Err(position::show(self.source, 0, &problem));
            }
        };
        let start = self.check(&inner.accu_init)?;
        // A list or value that is built up is of the type of what goes in.
        let open = matches!(start, Type::Null | Type::List(_));
        let accumulated = if open { Type::Dyn } else { start };
        self.scopes.push(BTreeMap::from([
            (inner.iter_var.clone(), items),
            (inner.accu_var.clone(), accumulated),
        ]));
        let checked = self.loop_of(inner, open);
        self.scopes.pop();
        checked
    }

    fn loop_of(&mut self, inner: &ComprehensionExpr, open: bool) -> Checked {
        self.check(&inner.loop_cond)?;
        let step = self.check(&inner.loop_step)?;
        if open && let Some(scope) = self.scopes.last_mut() {
            scope.insert(inner.accu_var.clone(), step);
        }
        self.check(&inner.result)
    }
}

fn literal_type(literal: &LiteralValue) -> Type {
    match literal {
        LiteralValue::Boolean(_) => Type::Bool,
        LiteralValue::Bytes(_) => Type::Bytes,
        LiteralValue::Double(_) => Type::Double,
        LiteralValue::Int(_) => Type::Int,
        LiteralValue::Null => Type::Null,
        LiteralValue::String(_) => Type::String,
        LiteralValue::UInt(_) => Type::Uint,
    }
}

/// `a.b.c`, if that is what the tree says.
fn dotted(tree: &Tree) -> Option<String> {
    match &tree.expr {
        Expr::Ident(name) => Some(name.clone()),
        Expr::Select(select) if !select.test => {
            Some(format!("{}.{}", dotted(&select.operand)?, select.field))
        }
        _ => None,
    }
}

fn shown(kinds: &[Type]) -> String {
    let kinds: Vec<_> = kinds.iter().map(ToString::to_string).collect();
    kinds.join(", ")
}

/// What an operator comes to: `None` when the name is no operator, `Some(None)` when it does not take these.
fn operator(name: &str, kinds: &[Type], call: &CallExpr) -> Option<Option<Type>> {
    use Type::{
        Bool, Bytes, Double, Duration, Dyn, Int, List, Map, Optional, String, Timestamp, Uint,
    };
    let result = match (name, kinds) {
        (operators::LOGICAL_AND | operators::LOGICAL_OR, [one, other]) => {
            (one.agrees(&Bool) && other.agrees(&Bool)).then_some(Bool)
        }
        (operators::LOGICAL_NOT, [one]) => one.agrees(&Bool).then_some(Bool),
        (operators::NOT_STRICTLY_FALSE, _) => Some(Bool),
        (operators::NEGATE, [one]) => {
            matches!(one, Int | Double | Duration | Dyn).then(|| one.clone())
        }
        (operators::EQUALS | operators::NOT_EQUALS, [one, other]) => {
            one.agrees(other).then_some(Bool)
        }
        (
            operators::LESS
            | operators::LESS_EQUALS
            | operators::GREATER
            | operators::GREATER_EQUALS,
            [one, other],
        ) => {
            let number = |kind: &Type| matches!(kind, Int | Uint | Double | Dyn);
            let ordered = matches!(one, Bool | String | Bytes | Timestamp | Duration | Dyn);
            ((number(one) && number(other)) || (ordered && one.agrees(other))).then_some(Bool)
        }
        (operators::ADD, [one, other]) => match (one, other) {
            (Dyn, _) | (_, Dyn) => Some(Dyn),
            (Timestamp, Duration) | (Duration, Timestamp) => Some(Timestamp),
            (List(one), List(other)) => {
                Some(Type::list(Type::join((**one).clone(), (**other).clone())))
            }
            (Int | Uint | Double | String | Bytes | Duration, _) if one == other => {
                Some(one.clone())
            }
            _ => None,
        },
        (operators::SUBSTRACT, [one, other]) => match (one, other) {
            (Dyn, _) | (_, Dyn) => Some(Dyn),
            (Timestamp, Timestamp) => Some(Duration),
            (Timestamp, Duration) => Some(Timestamp),
            (Int | Uint | Double | Duration, _) if one == other => Some(one.clone()),
            _ => None,
        },
        (operators::MULTIPLY | operators::DIVIDE, [one, other]) => match (one, other) {
            (Dyn, _) | (_, Dyn) => Some(Dyn),
            (Int | Uint | Double, _) if one == other => Some(one.clone()),
            _ => None,
        },
        (operators::MODULO, [one, other]) => match (one, other) {
            (Dyn, _) | (_, Dyn) => Some(Dyn),
            (Int | Uint, _) if one == other => Some(one.clone()),
            _ => None,
        },
        (operators::CONDITIONAL, [condition, one, other]) => {
            let fits = condition.agrees(&Bool) && one.agrees(other);
            fits.then(|| Type::join(one.clone(), other.clone()))
        }
        (operators::IN, [one, other]) => match other {
            Dyn => Some(Bool),
            List(items) => one.agrees(items).then_some(Bool),
            Map(_) => one.agrees(&String).then_some(Bool),
            _ => None,
        },
        (operators::INDEX, [on, by]) => indexed(on, by),
        (operators::OPT_INDEX, [on, by]) => match on {
            Type::Object(fields) => return Some(optional_field(fields, call)),
            Optional(inner) => match &**inner {
                Type::Object(fields) => return Some(optional_field(fields, call)),
                inner => indexed(inner, by).map(Type::optional),
            },
            on => indexed(on, by).map(Type::optional),
        },
        ("@keys", [on]) => Some(Type::list(match on {
            List(_) => Int,
            Map(_) => String,
            _ => Dyn,
        })),
        ("@insert", [map, ..]) => Some(map.clone()),
        _ => return None,
    };
    Some(result)
}

fn indexed(on: &Type, by: &Type) -> Option<Type> {
    match on {
        Type::Dyn => Some(Type::Dyn),
        Type::List(items) => by.agrees(&Type::Int).then(|| (**items).clone()),
        Type::Map(values) => by.agrees(&Type::String).then(|| (**values).clone()),
        Type::Optional(inner) => indexed(inner, by).map(Type::optional),
        _ => None,
    }
}

fn optional_field(fields: &BTreeMap<String, Type>, call: &CallExpr) -> Option<Type> {
    let Expr::Literal(LiteralValue::String(name)) = &call.args.get(1)?.expr else {
        return None;
    };
    fields.get(name.inner()).cloned().map(Type::optional)
}
