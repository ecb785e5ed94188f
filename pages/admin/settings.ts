import { createContext, useContext } from 'react';
import type { AdminSettings } from '../../integrations/admin/metadata/metadata.js';

/** What the server told when the page was opened. */
export function readSettings(root: HTMLElement): AdminSettings {
  return JSON.parse(root.dataset['settings'] ?? '{}') as AdminSettings;
}

/** The settings of the page. */
export const SettingsContext = createContext<AdminSettings | undefined>(undefined);

/** The settings of the page. */
export function useSettings(): AdminSettings {
  const settings = useContext(SettingsContext);
  if (!settings) throw new Error('The settings are used outside of the page.');
  return settings;
}
