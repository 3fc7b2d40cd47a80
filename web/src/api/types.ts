// The names the page uses for the wire types; everything else imports from here,
// so a regenerated schema is felt in this file first.
import type { components } from './schema.gen';

type Schemas = components['schemas'];

export type SearchRequest = Schemas['SearchRequest'];
export type SearchResponse = Schemas['SearchResponse'];
export type Hit = Schemas['Hit'];
export type ExportRequest = Schemas['ExportRequest'];
export type ValuesRequest = Schemas['ValuesRequest'];
export type Facet = Schemas['Facet'];
export type FacetBucket = Schemas['FacetBucket'];
export type Timeline = Schemas['Timeline'];
export type TimelineBucket = Schemas['TimelineBucket'];
export type Summary = Schemas['Summary'];
export type Sentiment = Schemas['Sentiment'];
export type ReviewDetail = Schemas['ReviewDetail'];
export type Explanation = Schemas['Explanation'];
export type ExplanationClause = Explanation['clauses'][number];
export type Score = NonNullable<Explanation['score']>;
export type ScorePart = Score['parts'][number];
export type ExplainRequest = Schemas['ExplainRequest'];
export type Clause = Schemas['Clause'];
export type Aspect = Schemas['Aspect'];
export type Opinion = Schemas['Opinion'];
export type Flag = Schemas['Flag'];
export type Correction = Partial<Schemas['CorrectionWire']>;
export type CorrectedAspect = Schemas['CorrectedAspectBody'];
export type PainPoints = Schemas['PainPointsResponse'];
export type PainPoint = Schemas['PainPoint'];
export type PainPointQuote = Schemas['PainPointQuote'];
export type Pivot = Schemas['PivotResponse'];
export type PivotRequest = Schemas['PivotRequest'];
export type PivotCell = Schemas['PivotCell'];
export type Comparison = Schemas['CompareResponse'];
export type Contrast = Schemas['Contrast'];
export type ComparedAspect = Schemas['ComparedAspect'];
export type ComparedOpinion = Schemas['ComparedOpinion'];
export type Terms = Schemas['TermsResponse'];
export type AspectName = Schemas['AspectName'];
export type FieldList = Schemas['FieldList'];
export type Field = Schemas['Field'];
export type Session = Schemas['Session'];
export type ImportPreview = Schemas['ImportPreview'];
export type TablePreview = Schemas['TablePreview'];
export type PreviewFault = Schemas['PreviewFault'];
export type Mapping = Schemas['Mapping'];
export type MappingList = Schemas['MappingList'];
export type KeptMapping = Schemas['KeptMapping'];
export type ImportList = Schemas['ImportList'];
export type Import = Schemas['Import'];
export type ImportCounts = Schemas['ImportCounts'];
export type ImportWarning = Schemas['ImportWarning'];
export type Task = Schemas['TaskBody'];
export type TaskList = Schemas['TaskList'];
export type TaskFailure = Schemas['TaskFailure'];
export type Generation = Schemas['Generation'];
export type GenerationList = Schemas['GenerationList'];
export type Verification = Schemas['VerificationBody'];
export type Finding = Schemas['FindingBody'];
export type Problem = Schemas['Problem'];

/** Half-open `[start, end)` in Unicode scalar values of the text as returned. */
export type ScalarRange = readonly number[];
