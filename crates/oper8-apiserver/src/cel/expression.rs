//! An expression: read and judged once, run often.

use std::collections::BTreeMap;

use kube_cel::cel::parser::{Expression as Tree, Parser};
use kube_cel::cel::{ExecutionError, Value};

use super::check::Checker;
use super::library::Scope;
use super::rewrite::rewrite;
use super::types::Type;

/// The variables that an expression may use.
pub(crate) type Environment = BTreeMap<String, Type>;

/// An expression that was read and judged.
pub(crate) struct Expression {
    source: String,
    tree: Tree,
    kind: Type,
    variables: Vec<String>,
}

impl std::fmt::Debug for Expression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Expression")
            .field("kind", &self.kind)
            .field("variables", &self.variables)
            .finish_non_exhaustive()
    }
}

impl Expression {
    /// Reads an expression; the error is what the compiler says.
    pub(crate) fn compile(source: &str, environment: &Environment) -> Result<Self, String> {
        let parser = Parser::new().enable_optional_syntax(true);
        let mut tree = parser.parse(source).map_err(|errors| {
            let texts: Vec<_> = errors.errors.iter().map(ToString::to_string).collect();
            texts.join("\n").replace("\n| ", "\n | ")
        })?;
        rewrite(&mut tree);
        let mut checker = Checker {
            source,
            scopes: vec![environment.clone()],
        };
        let kind = checker.check(&tree)?;
        let references = tree.references();
        let used = references.variables();
        let variables = used.into_iter().map(str::to_owned).collect();
        drop(references);
        Ok(Self {
            source: source.to_owned(),
            variables,
            kind,
            tree,
        })
    }

    /// The text that it was read from.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// What it comes to, as far as that is known.
    pub(crate) fn kind(&self) -> &Type {
        &self.kind
    }

    /// Whether it uses a variable.
    pub(crate) fn uses(&self, variable: &str) -> bool {
        self.variables.iter().any(|name| name == variable)
    }

    /// Runs it; the error is what the interpreter says.
    pub(crate) fn evaluate(&self, scope: &Scope<'_>) -> Result<Value, String> {
        Value::resolve(&self.tree, &scope.0).map_err(|error| told(&error))
    }
}

/// An error in the words of the real interpreter.
fn told(error: &ExecutionError) -> String {
    match error {
        ExecutionError::NoSuchKey(key) => format!("no such key: {key}"),
        ExecutionError::IndexOutOfBounds(Value::Int(index)) => {
            format!("index out of bounds: {index}")
        }
        ExecutionError::IndexOutOfBounds(_) => "index out of bounds".to_owned(),
        ExecutionError::DivisionByZero(_) => "division by zero".to_owned(),
        ExecutionError::RemainderByZero(_) => "modulus by zero".to_owned(),
        ExecutionError::Overflow(_, Value::UInt(_), _) => "unsigned integer overflow".to_owned(),
        ExecutionError::Overflow(..) => "integer overflow".to_owned(),
        ExecutionError::FunctionError { message, .. } => message.clone(),
        ExecutionError::UndeclaredReference(name) => {
            format!("undeclared reference to '{name}' (in container '')")
        }
        ExecutionError::UnsupportedKeyType(_) => "unsupported key type".to_owned(),
        _ => "no such overload".to_owned(),
    }
}
