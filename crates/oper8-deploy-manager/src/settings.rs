//! The settings of a deploy manager.

use std::time::Duration;

use oper8_config::Config;

/// How a deploy manager behaves.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DeploySettings {
    /// How often a call is repeated after a conflict or an error that may pass (`deploy_retries`); 3.
    pub retries: u32,
    /// The wait before the first repetition, growing by itself with each one (`retry_backoff_base_seconds`); 10 ms.
    pub retry_backoff: Duration,
    /// The longest wait for the answer to a deletion (`delete_request_timeout`); none.
    pub delete_timeout: Option<Duration>,
    /// Whether an apply that the server calls invalid (422) is tried again as a PUT
    /// (`deploy_unprocessable_put_fallback`); no.
    pub put_after_unprocessable: bool,
    /// Parts of annotation names: annotations of others that contain one survive a PUT
    /// (`cluster_passthrough_annotations`). The one of temporary patches always does.
    pub passthrough_annotations: Vec<String>,
}

impl Default for DeploySettings {
    fn default() -> Self {
        Self {
            retries: 3,
            retry_backoff: Duration::from_millis(10),
            delete_timeout: None,
            put_after_unprocessable: false,
            passthrough_annotations: ["kubernetes.io", "openshift.io", "k8s.ovn.org", "cncf.io"]
                .map(str::to_owned)
                .to_vec(),
        }
    }
}

impl From<&Config> for DeploySettings {
    fn from(config: &Config) -> Self {
        Self {
            retries: config.deploy_retries,
            retry_backoff: config.retry_backoff_base,
            delete_timeout: config.delete_request_timeout,
            put_after_unprocessable: config.deploy_unprocessable_put_fallback,
            passthrough_annotations: config.cluster_passthrough_annotations.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_those_of_the_configuration() {
        assert_eq!(
            DeploySettings::from(&Config::default()),
            DeploySettings::default()
        );
    }
}
