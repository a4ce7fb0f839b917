//! Building, ordering and running graphs of empty nodes.

use std::hint::black_box;

use divan::{Bencher, counter::ItemsCount};
use oper8_dag::{CompletionState, Graph, Runner};

const SIZES: [usize; 2] = [1_000, 10_000];
const SHAPES: [Shape; 3] = [Shape::Chain, Shape::Wide, Shape::Layered];
/// How many nodes a layer has, and how many nodes of the layer below each node waits for.
const LAYER: usize = 100;
const UPSTREAMS: usize = 3;

fn main() {
    divan::main();
}

#[derive(Debug, Clone, Copy)]
enum Shape {
    /// Each node waits for the one before.
    Chain,
    /// All nodes but the first wait for the first.
    Wide,
    /// Layers of [`LAYER`] nodes, each of which waits for [`UPSTREAMS`] nodes of the layer before.
    Layered,
}

impl Shape {
    fn upstreams(self, node: usize) -> Vec<usize> {
        match self {
            Self::Chain => node.checked_sub(1).into_iter().collect(),
            Self::Wide => (node > 0).then_some(0).into_iter().collect(),
            Self::Layered => match node.checked_sub(LAYER) {
                None => Vec::new(),
                Some(above) => {
                    let layer = above - above % LAYER;
                    (0..UPSTREAMS)
                        .map(|step| layer + (above + step * 7) % LAYER)
                        .collect()
                }
            },
        }
    }

    fn graph(self, size: usize) -> Graph<()> {
        let names = names(size);
        let mut graph = Graph::new();
        for name in &names {
            graph.add_node(name.as_str(), ()).expect("names differ");
        }
        for (node, name) in names.iter().enumerate() {
            for upstream in self.upstreams(node) {
                graph
                    .add_edge(name, &names[upstream], ())
                    .expect("upstreams come first");
            }
        }
        graph
    }
}

fn names(size: usize) -> Vec<String> {
    (0..size).map(|node| format!("node-{node:05}")).collect()
}

fn executor() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime without drivers needs nothing")
}

fn each(bencher: Bencher<'_, '_>, shape: Shape, size: usize, work: impl Fn(&Graph<()>) + Sync) {
    let graph = shape.graph(size);
    bencher
        .counter(ItemsCount::new(size))
        .bench_local(|| work(black_box(&graph)));
}

#[divan::bench(args = SHAPES, consts = SIZES)]
fn build<const SIZE: usize>(bencher: Bencher<'_, '_>, shape: Shape) {
    bencher
        .counter(ItemsCount::new(SIZE))
        .bench_local(|| shape.graph(black_box(SIZE)));
}

#[divan::bench(args = SHAPES, consts = SIZES)]
fn topology<const SIZE: usize>(bencher: Bencher<'_, '_>, shape: Shape) {
    each(bencher, shape, SIZE, |graph| {
        black_box(graph.topology());
    });
}

#[divan::bench(args = SHAPES, consts = SIZES)]
fn run<const SIZE: usize>(bencher: Bencher<'_, '_>, shape: Shape) {
    let executor = executor();
    each(bencher, shape, SIZE, |graph| {
        let state: CompletionState<String> =
            executor.block_on(Runner::new(graph).run(|_| std::future::ready(Ok(()))));
        assert!(state.verify_completed());
    });
}

/// As `run`, with a check on every edge.
#[divan::bench(args = SHAPES, consts = SIZES)]
fn run_checked<const SIZE: usize>(bencher: Bencher<'_, '_>, shape: Shape) {
    let executor = executor();
    each(bencher, shape, SIZE, |graph| {
        let state: CompletionState<String> = executor.block_on(Runner::new(graph).run_checked(
            |_| std::future::ready(Ok(())),
            |_| std::future::ready(Ok(true)),
        ));
        assert!(state.verify_completed());
    });
}
