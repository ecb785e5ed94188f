import { useEffect } from 'react';
import { useSettings } from '../settings.js';

/** Says in the title of the window what is shown. */
export function useTitle(text: string): void {
  const { title } = useSettings();
  useEffect(() => {
    document.title = `${text} – ${title}`;
  }, [text, title]);
}
