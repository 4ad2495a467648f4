import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';

const AnnounceContext = createContext<(text: string) => void>(() => undefined);

/** Says a sentence to screen readers when they have a pause. */
export function useAnnounce(): (text: string) => void {
  return useContext(AnnounceContext);
}

export function Announcer({ children }: { children: ReactNode }): JSX.Element {
  const [message, setMessage] = useState({ text: '', turn: 0 });
  const announce = useCallback((text: string) => {
    setMessage(previous => ({ text, turn: previous.turn + 1 }));
  }, []);
  return (
    <AnnounceContext.Provider value={announce}>
      {children}
      <div className="visually-hidden" role="status" aria-live="polite">
        {/* A new element each time, so that the same sentence is said twice. */}
        <span key={message.turn}>{message.text}</span>
      </div>
    </AnnounceContext.Provider>
  );
}
