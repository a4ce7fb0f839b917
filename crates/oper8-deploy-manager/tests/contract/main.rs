//! What a deploy manager promises, on every server that can be had: one suite, some clients.
//!
//! The real cluster is the one that `OPER8_TEST_KUBECONFIG` names; without it these tests say so and pass.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests fail and speak as tests do"
)]

mod annotations;
mod cached;
mod clients;
mod compare;
mod conflicts;
mod custom;
mod diff;
mod faults;
mod lifecycle;
mod owners;
mod reads;
mod replace;
mod status;

use clients::Cluster;

/// One test of each function on each client.
macro_rules! suite {
    (@$client:ident $($module:ident: $($case:ident),+;)+) => {
        mod $client {
            $($(
                #[tokio::test]
                async fn $case() {
                    if let Some(cluster) = super::Cluster::$client(stringify!($case)).await {
                        super::$module::$case(&cluster).await;
                        cluster.clean_up().await;
                    }
                }
            )+)+
        }
    };
    ($($module:ident: $($case:ident),+ $(,)?;)+) => {
        suite!(@in_process $($module: $($case),+;)+);
        suite!(@over_http $($module: $($case),+;)+);
        suite!(@real $($module: $($case),+;)+);
    };
}

suite! {
    lifecycle:
        a_new_object_is_created_and_an_unchanged_one_left_alone,
        a_changed_value_is_updated_and_a_dropped_field_removed,
        drift_is_corrected,
        disabling_deletes_and_absence_is_fine,
        what_is_being_deleted_is_applied_when_it_is_gone,
        manifests_without_identity_are_refused,
        a_kind_that_is_not_served_is_named,
        a_namespace_that_is_missing_is_named,
        cluster_scoped_objects_need_no_namespace,
        invalid_manifests_tell_what_is_wrong_with_them,
        values_of_secrets_stay_out_of_errors,
        values_of_secrets_of_the_wrong_shape_stay_out_of_errors;
    annotations:
        an_annotation_is_set_changed_and_removed_and_nothing_else_is,
        what_others_change_meanwhile_is_seen_and_stays,
        the_annotation_of_an_absent_object_is_an_error;
    cached:
        a_cache_answers_reads,
        a_cache_that_lags_behind_is_not_believed,
        an_object_that_was_replaced_unnoticed_is_looked_at_again,
        a_put_from_an_older_copy_is_refused_and_made_anew;
    compare:
        nothing_is_written_for_what_typical_operators_apply,
        string_data_is_applied_as_data,
        what_the_server_drops_is_applied_once,
        what_the_server_rewrites_is_applied_again_when_it_drifts;
    conflicts:
        force_takes_the_field,
        yielded_fields_are_left_and_reported,
        fail_names_field_and_owner,
        fields_that_nobody_contests_are_applied_beside_yielded_ones;
    diff:
        a_diff_writes_nothing_and_tells_what_an_apply_would_change,
        a_diff_leaves_out_what_the_server_and_others_added,
        a_diff_tells_drift_with_the_live_value,
        a_diff_tells_fields_that_would_only_change_hands,
        a_diff_of_a_custom_kind_asks_for_its_schema;
    faults:
        a_broken_connection_changes_nothing_twice,
        a_server_that_is_away_is_told_apart_from_a_refusal;
    owners:
        the_owner_is_added_and_stays,
        an_owner_of_another_namespace_is_not_added,
        two_owners_share_an_object,
        nothing_owns_itself;
    replace:
        a_replaced_object_loses_what_others_added,
        annotations_and_finalizers_of_others_survive_a_replace,
        settings_say_which_annotations_survive_a_replace,
        a_replace_knows_no_conflicts,
        what_cannot_be_changed_is_named_by_every_method,
        a_replaced_object_is_left_alone_afterwards,
        items_that_others_added_to_a_list_go_by_default_and_stay_with_update,
        what_others_added_beside_such_a_list_stays,
        what_the_server_calls_invalid_is_replaced_by_the_manifest,
        a_value_gets_another_source,
        an_apply_that_is_called_invalid_is_put_when_asked_for;
    status:
        status_is_written_once,
        finalizers_are_added_and_removed_and_nothing_else_is,
        a_conflict_on_the_status_is_tried_again,
        conditions_that_others_add_meanwhile_stay,
        an_object_of_the_same_name_is_another_one;
    custom:
        a_kind_that_appears_is_found,
        keyed_lists_of_custom_kinds_are_merged,
        a_status_without_a_subresource_is_written;
    reads:
        lists_take_selectors,
        absent_things_are_none,
        a_watch_tells_what_happens,
        a_watch_from_too_long_ago_is_gone;
}
