import { Component, type ReactNode } from 'react';

import { t } from '../text/translator.js';

/** Stands in for a page that a defect of ours kept from being drawn; the browser's console has the detail. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) {
      return this.props.children;
    }
    return (
      <main className="blank" role="alert">
        <h1>{t('This page could not be drawn')}</h1>
        <p>{t('That is a defect of the app. Your servers are not affected by it.')}</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          {t('Load the page again')}
        </button>
      </main>
    );
  }
}
