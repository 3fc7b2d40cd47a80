import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { themeName } from './app/theme';
import { locale, t } from './messages/messages';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/facets.css';
import './styles/overview.css';
import './styles/reviews.css';
import './styles/findings.css';
import './styles/screens.css';
import './styles/pain-points.css';
import './styles/compare.css';
import './styles/imports.css';

document.documentElement.lang = locale() === 'zh' ? 'zh-CN' : 'en';
document.documentElement.dataset['theme'] = themeName();
document.title = t('app.name');

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
