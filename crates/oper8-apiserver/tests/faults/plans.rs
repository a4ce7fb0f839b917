//! Plans: written and read, made up by a seed, and followed twice.

use std::time::Duration;

use futures_util::StreamExt as _;
use oper8_apiserver::faults::{
    Action, At, Change, Edit, Effect, Failure, Lie, Mutation, ObjectRef, Odds, Plan, Requests,
    Rule, Verb, WatchFault,
};
use oper8_apiserver::{ApiServer, Entry};
use proptest::option;
use proptest::prelude::*;
use serde_json::json;

use crate::bench::Bench;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[a-z./:-]{1,12}", any::<String>()]
}

fn requests() -> impl Strategy<Value = Requests> {
    let verbs = prop_oneof![
        Just(Verb::Get),
        Just(Verb::List),
        Just(Verb::Watch),
        Just(Verb::Create),
        Just(Verb::DeleteCollection),
        Just(Verb::Discovery),
    ];
    let verbs = prop::collection::vec(verbs, 0..3);
    let texts = prop::collection::vec(option::of(text()), 9);
    (verbs, texts).prop_map(|(verbs, mut texts)| {
        let mut text = || texts.pop().flatten();
        Requests {
            verbs,
            group: text(),
            resource: text(),
            subresource: text(),
            namespace: text(),
            name: text(),
            manager: text(),
            agent: text(),
            user: text(),
            query: text(),
        }
    })
}

fn failure() -> impl Strategy<Value = Failure> {
    let parts = (
        400..600_u16,
        option::of(text()),
        option::of(any::<u32>()),
        any::<bool>(),
    );
    parts.prop_map(|(code, message, seconds, plain)| {
        let mut failure = Failure::new(code);
        failure.message = message;
        failure.retry_after_seconds = seconds;
        failure.plain = plain;
        failure
    })
}

fn milliseconds() -> impl Strategy<Value = Duration> {
    (0..1_000_000_u64).prop_map(Duration::from_millis)
}

fn effect() -> impl Strategy<Value = Effect> {
    prop_oneof![
        Just(Effect::End),
        Just(Effect::Reset),
        Just(Effect::Tear),
        failure().prop_map(Effect::Error),
        (
            option::of(milliseconds()),
            any::<bool>(),
            option::of(any::<u64>())
        )
            .prop_map(|(lasts, merge, events)| Effect::Freeze {
                lasts,
                merge,
                events
            }),
        any::<u64>().prop_map(|events| Effect::Drop { events }),
        any::<u64>().prop_map(|events| Effect::Duplicate { events }),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    let body =
        || text().prop_map(|text| json!({"data": {"a": text, "b": null, "c": [1, 2.5, true]}}));
    let patch = text().prop_map(|text| {
        let patch = json!([{"op": "add", "path": "/data/a", "value": text}, {"op": "remove", "path": "/x"}]);
        Change::Store(serde_json::from_value(patch).unwrap())
    });
    prop_oneof![
        body().prop_map(Change::Create),
        body().prop_map(Change::Merge),
        body().prop_map(Change::Status),
        body().prop_map(Change::Own),
        Just(Change::Delete),
        Just(Change::Recreate),
        patch,
        prop_oneof![Just(Lie::Stale), Just(Lie::Failed), Just(Lie::Flapping)].prop_map(Change::Lie),
        any::<u64>().prop_map(|writes| Change::Storm { writes }),
    ]
}

fn action() -> impl Strategy<Value = Action> {
    let object =
        (text(), text()).prop_map(|(group, name)| ObjectRef::new(&group, "pods", "x", &name));
    let edit =
        (change(), option::of(object), option::of(text())).prop_map(|(change, of, manager)| {
            Action::Write(Edit {
                change,
                of,
                manager,
            })
        });
    let watch = (
        any::<u64>(),
        option::of(any::<u64>()),
        any::<bool>(),
        effect(),
    )
        .prop_map(|(after_events, since_revision, once, effect)| {
            Action::Watch(WatchFault {
                after_events,
                since_revision,
                once,
                effect,
            })
        });
    prop_oneof![
        Just(Action::Pass),
        Just(Action::Reset),
        Just(Action::Hang),
        failure().prop_map(Action::Fail),
        milliseconds().prop_map(|by| Action::Delay { by }),
        watch,
        edit,
        Just(Action::Mutate(Mutation::Normalise)),
        text().prop_map(|text| Action::Mutate(Mutation::Merge(json!({"a": text})))),
        prop::collection::vec(text(), 0..3).prop_map(Action::Hide),
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    let odds =
        (any::<u16>(), any::<u64>()).prop_map(|(per_thousand, seed)| Odds { per_thousand, seed });
    let numbers = (
        any::<u64>(),
        option::of(any::<u64>()),
        any::<u64>(),
        option::of(any::<u64>()),
    );
    (
        requests(),
        numbers,
        option::of(odds),
        any::<bool>(),
        action(),
    )
        .prop_map(
            |(on, (from, times, every, since_revision), odds, after, action)| Rule {
                on,
                from,
                times,
                every,
                since_revision,
                odds,
                at: if after { At::After } else { At::Before },
                action,
            },
        )
}

proptest! {
    #[test]
    fn a_plan_that_was_written_is_read_back_as_it_was(rules in prop::collection::vec(rule(), 0..5)) {
        let plan: Plan = rules.into_iter().collect();
        let text = plan.to_string();
        prop_assert_eq!(text.lines().count(), plan.rules.len());
        prop_assert_eq!(text.parse::<Plan>().unwrap(), plan);
    }
}

#[test]
fn a_plan_has_comments_and_names_the_line_that_is_wrong() {
    let text = "# The second write is done, and nobody learns of it.\n\n{\"from\":2,\"times\":1,\"at\":\"after\",\"action\":\"reset\"}\n";
    let plan: Plan = text.parse().unwrap();
    assert_eq!(plan.rules, [Rule::reset().nth(2).after_commit()]);
    let error = format!("{text}nonsense\n").parse::<Plan>().unwrap_err();
    assert_eq!(error.to_string(), "line 4 of the plan is no rule");
    let unknown = r#"{"action":{"write":{"change":"delete","off":{}}}}"#.parse::<Plan>();
    assert!(unknown.unwrap_err().source.to_string().contains("off"));
}

#[test]
fn a_line_that_is_wrong_is_counted_in_the_plan_alone() {
    let error = "# one\n{\"action\":\"explode\"}\n".parse::<Plan>();
    let error = error.unwrap_err();
    assert_eq!(error.line, 2);
    let told = error.source.to_string();
    assert!(told.ends_with("at column 19"), "{told}");
    assert!(!told.contains("line"), "{told}");
}

/// What an operator might ask, whatever it is answered.
async fn run(it: &Bench) {
    let events = it.watch().await;
    let watch = tokio::spawn(events.for_each(|_| std::future::ready(())));
    for (name, value) in [("a", "1"), ("b", "1"), ("a", "2"), ("c", "1"), ("a", "3")] {
        if it.set(name, value).await.is_err() {
            let _ = it.create(name).await;
        }
        // What was written is told of before the next write.
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let _ = it.maps.delete("b", &Default::default()).await;
    let _ = it.maps.list(&Default::default()).await;
    watch.abort();
}

/// The requests without what no two runs have in common.
fn same(entries: Vec<Entry>) -> Vec<Entry> {
    let masked = entries.into_iter().map(|mut entry| {
        entry.time = Default::default();
        entry.duration = Duration::ZERO;
        entry.uid.clear();
        entry
    });
    masked.collect()
}

async fn follow(plan: &Plan) -> Vec<Entry> {
    let it = Bench::new();
    it.faults.follow(plan);
    // A plan may hold a request for good.
    let _ = tokio::time::timeout(Duration::from_secs(600), run(&it)).await;
    same(it.server.journal().take())
}

#[tokio::test(start_paused = true)]
async fn the_same_plan_on_the_same_requests_gives_the_same_journal() {
    let clean = Bench::new();
    run(&clean).await;
    let journal = clean.server.journal().take();
    let (mut actions, mut watches) = (std::collections::BTreeSet::new(), 0);
    let clean = same(journal.clone());
    let mut differ = 0;
    for seed in 0..150 {
        let plan = Plan::random(seed, &journal);
        assert_eq!(
            Plan::random(seed, &journal),
            plan,
            "the same seed, the same plan"
        );
        assert_eq!(plan.to_string().parse::<Plan>().unwrap(), plan);
        let line: serde_json::Value = serde_json::from_str(&plan.to_string()).unwrap();
        actions.insert(line["action"].as_object().map_or_else(
            || line["action"].to_string(),
            |action| action.keys().cloned().collect(),
        ));
        watches += usize::from(matches!(plan.rules[0].action, Action::Watch(_)));
        let seen = follow(&plan).await;
        assert_eq!(follow(&plan).await, seen, "{plan}");
        differ += usize::from(seen != clean);
    }
    assert!(actions.len() >= 5, "{actions:?}");
    assert!((40..110).contains(&watches), "{watches} of 150");
    assert!(differ > 40, "{differ} of 150 did anything");
}

#[tokio::test(start_paused = true)]
async fn there_is_a_plan_before_and_after_each_write_of_a_run() {
    let it = Bench::new();
    run(&it).await;
    let journal = it.server.journal().take();
    let writes = journal.iter().filter(|entry| entry.changed).count();
    let plans: Vec<_> = Plan::at_each_write(&journal).collect();
    assert_eq!(plans.len(), 2 * writes);
    for plan in plans {
        let it = Bench::new();
        let ids = it.faults.follow(&plan);
        run(&it).await;
        assert_eq!(it.faults.fired()[&ids[0]], 1, "{plan}");
    }
}

#[test]
fn a_plan_without_a_journal_hits_a_write() {
    let plan = Plan::random(7, &[]);
    assert_eq!(plan.rules[0].on.verbs, Verb::WRITES);
    drop(ApiServer::builder().build());
}
