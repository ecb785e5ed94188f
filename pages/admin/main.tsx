import '@mantine/core/styles.css';
import './style.css';
import { createTheme, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { App } from './app.js';
import { IdentityProvider } from './api/identity.js';
import { readSettings, SettingsContext } from './settings.js';
import { FailureBoundary } from './shell/failure-boundary.js';

const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 8 },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

const root = document.querySelector<HTMLElement>('#root');
if (root) {
  const settings = readSettings(root);
  const nonce = root.dataset['nonce'] ?? '';
  // For the sheet that keeps what is behind a dialogue from scrolling.
  setNonce(nonce);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 5000, refetchOnWindowFocus: false } } });
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
        <SettingsContext value={settings}>
          <QueryClientProvider client={client}>
            <IdentityProvider>
              <Router base={settings.path}>
                <FailureBoundary>
                  <App />
                </FailureBoundary>
              </Router>
            </IdentityProvider>
          </QueryClientProvider>
        </SettingsContext>
      </MantineProvider>
    </StrictMode>,
  );
}
