import type { ReviewDetail } from '../../../api/types';
import { wallClock } from '../../../lib/dates';
import { t } from '../../../messages/messages';
import { Stars } from '../../../slice/components/stars';

/** What the review said before later imports replaced it, newest first as the server lists it. */
export function ReviewVersions({ versions }: { versions: ReviewDetail['versions'] }) {
  if (versions.length === 0) return <p className="quiet">{t('review.noVersions')}</p>;
  return (
    <ol className="versions">
      {versions.map((version) => (
        <li key={`${version.import} ${version.replaced_at}`}>
          <p className="quiet" title={version.replaced_at}>
            {t('review.version', { import: version.import, at: wallClock(version.replaced_at, 'second') })}
          </p>
          <Stars rating={version.rating} />
          {version.title && <p className="version-title">{version.title}</p>}
          <p className="detail-text">{version.text}</p>
          {version.append && <p className="detail-text">{version.append}</p>}
        </li>
      ))}
    </ol>
  );
}
