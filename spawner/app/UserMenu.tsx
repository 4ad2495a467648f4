import { useEffect, useId, useRef, useState } from 'react';
import { LANGUAGES, type Language } from '@kubeflow-lab/resources';
import type { Problem } from '@kubeflow-lab/schema';

import { problemOf } from '../api/problem.js';
import { Told } from '../text/Told.js';
import { t, type Word } from '../text/translator.js';
import { Icon } from '../ui/Icon.js';
import { Notice } from '../ui/Notice.js';
import { Segments } from '../ui/Segments.js';
import { useDeeds } from './deeds.js';
import { chooseLanguage, useLanguage } from './language.js';
import { useSession } from './session.js';
import { chooseTheme, rememberedTheme, THEMES, type Theme } from './theme.js';

const THEME_NAMES: Record<Theme, Word> = { auto: 'Device', light: 'Light', dark: 'Dark' };

function ThemeChoice(): JSX.Element {
  const [theme, setTheme] = useState(rememberedTheme);
  return (
    <Segments
      legend={t('Colours')}
      options={THEMES.map(value => ({ value, label: t(THEME_NAMES[value]) }))}
      chosen={theme}
      onChoose={next => {
        setTheme(next);
        chooseTheme(next);
      }}
    />
  );
}

/** Each language stands there by the name that it has in itself. */
const LANGUAGE_OPTIONS = Object.entries(LANGUAGES).map(([code, label]) => ({
  value: code as Language,
  label,
  lang: code
}));

interface LanguageChoiceProps {
  onProblem: (problem: Problem | null) => void;
}

function LanguageChoice({ onProblem }: LanguageChoiceProps): JSX.Element {
  const language = useLanguage();
  const choose = async (next: Language): Promise<void> => {
    onProblem(null);
    try {
      await chooseLanguage(next);
    } catch (error) {
      onProblem(problemOf(error));
    }
  };
  return (
    <Segments
      legend={t('Language')}
      options={LANGUAGE_OPTIONS}
      chosen={language}
      onChoose={next => void choose(next)}
    />
  );
}

/** Closes on Escape (giving the focus back) and when the person turns to something else. */
function useDismiss(open: boolean, close: () => void): React.RefObject<HTMLDivElement> {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) {
      return;
    }
    const outside = (event: Event): void => {
      if (!ref.current?.contains(event.target as Node)) {
        close();
      }
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') {
        close();
        ref.current?.querySelector('button')?.focus();
      }
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
      document.removeEventListener('keydown', escape);
    };
  }, [open, close]);
  return ref;
}

/** Who is signed in, the colours, the language, and the way out. */
export function UserMenu({ user }: { user: string }): JSX.Element {
  const { signOut } = useSession();
  const { flush } = useDeeds();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const panel = useId();
  const [close] = useState(() => () => setOpen(false));
  const ref = useDismiss(open, close);
  const leave = async (): Promise<void> => {
    setProblem(null);
    try {
      await flush();
      await signOut();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <div className="user-menu" ref={ref}>
      <button
        type="button"
        className="button button-quiet user-button"
        aria-expanded={open}
        aria-controls={panel}
        aria-label={t('Account of {user}', { user })}
        onClick={() => setOpen(!open)}
      >
        <Icon name="user" />
        <span className="user-name">{user}</span>
        <Icon name="chevron" />
      </button>
      <div className="user-panel" id={panel} hidden={!open}>
        <p className="user-who">
          {t('Signed in as')} <strong>{user}</strong>
        </p>
        <ThemeChoice />
        <LanguageChoice onProblem={setProblem} />
        {problem ? (
          <Notice tone="error">
            <Told text={problem.detail} />
          </Notice>
        ) : null}
        <button type="button" className="button" onClick={() => void leave()}>
          {t('Sign out')}
        </button>
      </div>
    </div>
  );
}
