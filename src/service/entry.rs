//! From a review of the store to what the index takes in: folding and analysis.

use sha2::{Digest, Sha256};

use super::{Analyst, Schema, Service};
use crate::{
    config::Config,
    domain::{
        analysis::Mention,
        review::{Content, Review},
        slice::Part,
    },
    engine::{AnalysisVersion, Entry, Texts},
    text::fold,
};

/// Rises when folding, segmenting, the index schema or the meaning of an entry changes.
const TEXT_VERSION: u32 = 3;

/// Names all that decides what an index holds for given reviews: a generation of another version takes no changes.
pub(super) fn analysis_version(schema: &Schema, analyst: &Analyst, config: &Config) -> AnalysisVersion {
    let digest = Sha256::digest(schema.text().as_bytes());
    let fields: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    AnalysisVersion {
        text: TEXT_VERSION.to_string(),
        insight: analyst.version().to_owned(),
        fields,
        zone: config.zone.name().to_owned(),
    }
}

impl Service {
    /// What the index takes in for a review.
    pub(super) fn entry(&self, review: &Review) -> Entry {
        let content = &review.content;
        let texts = folded(content);
        let analysis = self.analyst.analysis(review, &texts.searched().collect::<Vec<_>>().join("\n"));
        let created = content.created.map(|created| (created.unix_s, self.config.zone.day(created.unix_s)));
        let facets = self.engine.settings().facets.iter();
        let aspect =
            |mention: &Mention| Some((self.analyst.aspects().get(mention.aspect)?.id.clone(), mention.polarity));
        Entry {
            number: review.number,
            created,
            rating: content.rating,
            likes: content.likes.filter(|likes| *likes > 0),
            sentiment: analysis.score,
            bucket: review.correction.as_ref().and_then(|correction| correction.bucket),
            aspects: analysis.aspects.iter().filter_map(aspect).collect(),
            flags: analysis.flag_set(),
            opinions: self.analyst.forms(analysis.opinions),
            cluster: review.marks.cluster,
            parts: parts(content),
            facets: facets.map(|field| facet_value(review, field).map(str::to_owned)).collect(),
            texts,
        }
    }
}

fn folded(content: &Content) -> Texts {
    Texts {
        title: content.title.as_deref().map(fold),
        text: fold(&content.text),
        append: content.append.as_deref().map(fold),
        reply: content.reply.as_deref().map(fold),
    }
}

fn parts(content: &Content) -> Vec<Part> {
    let has = |part: &Part| match part {
        Part::Reply => content.reply.as_deref().is_some_and(|reply| !reply.is_empty()),
        Part::Append => content.append.as_deref().is_some_and(|append| !append.is_empty()),
        Part::Title => content.title.as_deref().is_some_and(|title| !title.is_empty()),
        Part::Image => {
            content.attributes.get("images").is_some_and(|images| !matches!(images.as_str(), "" | "0" | "[]"))
        }
    };
    Part::ALL.into_iter().filter(has).collect()
}

fn facet_value<'r>(review: &'r Review, field: &str) -> Option<&'r str> {
    match field {
        "source" => Some(&review.id.source),
        "item" => review.content.item.as_deref(),
        field => review.content.attributes.get(field).map(String::as_str),
    }
}
