//! Rules as lines of JSON.

use std::time::Duration;

use oper8_apiserver::faults::{Effect, Failure, Requests, Rule, Verb};

#[track_caller]
fn check(rule: Rule, line: &str) {
    assert_eq!(rule.to_string(), line);
    assert_eq!(line.parse::<Rule>().unwrap(), rule);
}

#[test]
fn rules_are_written_as_lines_and_read_back() {
    check(Rule::reset(), r#"{"action":"reset"}"#);
    check(Rule::pass(), r#"{"action":"pass"}"#);
    check(Rule::hang().from(3), r#"{"from":3,"action":"hang"}"#);
    check(
        Rule::delay(Duration::from_millis(1500)).times(2),
        r#"{"times":2,"action":{"delay":{"milliseconds":1500}}}"#,
    );
    check(
        Rule::fail(503)
            .on(Requests::of([Verb::Create, Verb::DeleteCollection])
                .resource("apps", "deployments")
                .subresource("")
                .namespace("x")
                .name("web")
                .manager("oper8")
                .query("dryRun=All"))
            .nth(2)
            .by_chance(10, 7)
            .after_commit(),
        concat!(
            r#"{"on":{"verbs":["create","deletecollection"],"group":"apps","resource":"deployments","subresource":"","#,
            r#""namespace":"x","name":"web","manager":"oper8","query":"dryRun=All"},"from":2,"times":1,"#,
            r#""odds":{"per_thousand":10,"seed":7},"at":"after","action":{"fail":{"code":503}}}"#,
        ),
    );
    let failure = Failure::new(429).reason("r").message("m");
    check(
        Rule::answer(failure.retry_after_seconds(1).plain()),
        r#"{"action":{"fail":{"code":429,"reason":"r","message":"m","retry_after_seconds":1,"plain":true}}}"#,
    );
    let watches = [
        (Effect::End, r#""end""#),
        (Effect::Reset, r#""reset""#),
        (Effect::Tear, r#""tear""#),
        (
            Effect::Error(Failure::new(410)),
            r#"{"error":{"code":410}}"#,
        ),
        (Effect::freeze(), r#"{"freeze":{}}"#),
        (
            Effect::Freeze {
                lasts: Some(Duration::from_secs(1)),
                merge: true,
                events: None,
            },
            r#"{"freeze":{"milliseconds":1000,"merge":true}}"#,
        ),
        (Effect::Drop { events: 2 }, r#"{"drop":{"events":2}}"#),
        (
            Effect::Duplicate { events: 2 },
            r#"{"duplicate":{"events":2}}"#,
        ),
    ];
    for (effect, json) in watches {
        check(
            Rule::watch(effect.clone()),
            &format!(r#"{{"action":{{"watch":{{"effect":{json}}}}}}}"#),
        );
        check(
            Rule::watch(effect.after(4)),
            &format!(r#"{{"action":{{"watch":{{"after_events":4,"effect":{json}}}}}}}"#),
        );
    }
}

#[test]
fn a_line_that_is_not_a_rule_says_what_is_wrong() {
    for (line, said) in [
        (r#"{"action":"explode"}"#, "explode"),
        (r#"{"action":"reset","nht":3}"#, "nht"),
        (r#"{"on":{"kind":"Pod"},"action":"reset"}"#, "kind"),
        (r#"{"action":{"fail":{"code":200}}}"#, "400 to 599"),
        (r#"{"on":{}}"#, "action"),
    ] {
        let error = line.parse::<Rule>().unwrap_err().to_string();
        assert!(error.contains(said), "{line}: {error}");
    }
}
