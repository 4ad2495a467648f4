import { useEffect } from 'react';

/**
 * Leads the focus to the content of the page when the element that had it is taken away, as a row that was deleted or
 * a message that ended: a browser leaves it nowhere, and whoever works with the keyboard would begin at the top again.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: EventTarget | null = null;
    const note = ({ target }: FocusEvent): void => {
      last = target;
    };
    const observer = new MutationObserver(() => {
      const isLost = document.activeElement === document.body;
      if (isLost && last instanceof Element && !last.isConnected) {
        last = null;
        document.getElementById('main')?.focus({ preventScroll: true });
      }
    });
    document.addEventListener('focusin', note);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', note);
      observer.disconnect();
    };
  }, []);
}
