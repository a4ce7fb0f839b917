//! What the parser leaves as calls: macros with two variables, and chains of optional fields.

use kube_cel::cel::common::ast::{
    CallExpr, ComprehensionExpr, EntryExpr, Expr, ListExpr, LiteralValue, MapExpr, operators,
};
use kube_cel::cel::parser::Expression as Tree;

const RESULT: &str = "@result";
const RANGE: &str = "@range";
const BOUND: &str = "@bound";

/// Rewrites what the interpreter does not know into what it does.
pub(super) fn rewrite(tree: &mut Tree) {
    match &mut tree.expr {
        Expr::Call(call) => {
            if let Some(target) = &mut call.target {
                rewrite(target);
            }
            call.args.iter_mut().for_each(rewrite);
            if call.func_name == operators::OPT_SELECT {
                // The same, but for what it does with a field that is not there.
                operators::OPT_INDEX.clone_into(&mut call.func_name);
            }
        }
        Expr::Comprehension(inner) => {
            for part in [
                &mut inner.iter_range,
                &mut inner.accu_init,
                &mut inner.loop_cond,
                &mut inner.loop_step,
                &mut inner.result,
            ] {
                rewrite(part);
            }
        }
        Expr::List(list) => list.elements.iter_mut().for_each(rewrite),
        Expr::Map(map) => map.entries.iter_mut().for_each(|entry| {
            if let EntryExpr::MapEntry(entry) = &mut entry.expr {
                rewrite(&mut entry.key);
                rewrite(&mut entry.value);
            }
        }),
        Expr::Select(select) => rewrite(&mut select.operand),
        Expr::Struct(_) | Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified => {}
    }
    if let Some(chained) = chained(tree).or_else(|| two_variables(tree)) {
        *tree = chained;
    }
}

/// `a.?b.c`: once optional, always optional.
fn chained(tree: &Tree) -> Option<Tree> {
    let Expr::Select(select) = &tree.expr else {
        return None;
    };
    let Expr::Call(call) = &select.operand.expr else {
        return None;
    };
    if call.func_name != operators::OPT_INDEX || select.test {
        return None;
    }
    let field = literal(LiteralValue::String(select.field.as_str().into()));
    let operand = (*select.operand).clone();
    Some(call_of(operators::OPT_INDEX, vec![operand, field]))
}

/// `x.all(key, value, ..)` and its kin.
fn two_variables(tree: &Tree) -> Option<Tree> {
    let Expr::Call(call) = &tree.expr else {
        return None;
    };
    let target = call.target.as_deref()?;
    let [Expr::Ident(key), Expr::Ident(value)] =
        [&call.args.first()?.expr, &call.args.get(1)?.expr]
    else {
        return None;
    };
    let body = call.args.get(2)?.clone();
    let last = call.args.get(3).cloned();
    let result = || ident(RESULT);
    let not_false = |tree| call_of(operators::NOT_STRICTLY_FALSE, vec![tree]);
    let when = |step: Tree, filter: Option<Tree>| match filter {
        Some(filter) => call_of(operators::CONDITIONAL, vec![filter, step, result()]),
        None => step,
    };
    // Start, condition, step, end.
    let (init, cond, step, end) = match (call.func_name.as_str(), last) {
        ("all", None) => (
            boolean(true),
            not_false(result()),
            call_of(operators::LOGICAL_AND, vec![result(), body]),
            result(),
        ),
        ("exists", None) => (
            boolean(false),
            not_false(call_of(operators::LOGICAL_NOT, vec![result()])),
            call_of(operators::LOGICAL_OR, vec![result(), body]),
            result(),
        ),
        ("existsOne" | "exists_one", None) => {
            let more = call_of(operators::ADD, vec![result(), integer(1)]);
            (
                integer(0),
                boolean(true),
                when(more, Some(body)),
                call_of(operators::EQUALS, vec![result(), integer(1)]),
            )
        }
        ("transformList", last) => {
            let (filter, made) = filtered(body, last);
            let more = call_of(operators::ADD, vec![result(), list(vec![made])]);
            (
                list(Vec::new()),
                boolean(true),
                when(more, filter),
                result(),
            )
        }
        ("transformMap", last) => {
            let (filter, made) = filtered(body, last);
            let more = call_of("@insert", vec![result(), ident(key), made]);
            let empty = node(Expr::Map(MapExpr::default()));
            (empty, boolean(true), when(more, filter), result())
        }
        _ => return None,
    };
    let element = call_of(operators::INDEX, vec![ident(RANGE), ident(key)]);
    let inner = node(Expr::Comprehension(Box::new(ComprehensionExpr {
        iter_range: call_of("@keys", vec![ident(RANGE)]),
        iter_var: key.clone(),
        iter_var2: None,
        accu_var: RESULT.to_owned(),
        accu_init: init,
        loop_cond: cond,
        loop_step: bind(value, element, step),
        result: end,
    })));
    Some(bind(RANGE, target.clone(), inner))
}

fn filtered(body: Tree, last: Option<Tree>) -> (Option<Tree>, Tree) {
    match last {
        Some(last) => (Some(body), last),
        None => (None, body),
    }
}

/// `body`, in which `name` stands for `value`.
fn bind(name: &str, value: Tree, body: Tree) -> Tree {
    node(Expr::Comprehension(Box::new(ComprehensionExpr {
        iter_range: list(vec![value]),
        iter_var: name.to_owned(),
        iter_var2: None,
        accu_var: BOUND.to_owned(),
        accu_init: node(Expr::Literal(LiteralValue::Null)),
        loop_cond: boolean(true),
        loop_step: body,
        result: ident(BOUND),
    })))
}

fn node(expr: Expr) -> Tree {
    Tree { id: 0, expr }
}

fn ident(name: &str) -> Tree {
    node(Expr::Ident(name.to_owned()))
}

fn literal(value: LiteralValue) -> Tree {
    node(Expr::Literal(value))
}

fn boolean(value: bool) -> Tree {
    literal(LiteralValue::Boolean(value.into()))
}

fn integer(value: i64) -> Tree {
    literal(LiteralValue::Int(value.into()))
}

fn list(elements: Vec<Tree>) -> Tree {
    node(Expr::List(ListExpr::new(elements)))
}

fn call_of(name: &str, args: Vec<Tree>) -> Tree {
    node(Expr::Call(CallExpr {
        func_name: name.to_owned(),
        target: None,
        args,
    }))
}
