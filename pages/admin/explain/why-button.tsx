import { Button, Drawer } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { DIALOG } from '../shell/dialog.js';
import type { Question } from '../api/use-api.js';
import { readable } from '../schema/names.js';
import { useSettings } from '../settings.js';
import { ExplanationView } from './explanation-view.js';

interface WhyButtonProps {
  readonly question: Question;
  readonly label?: string;
}

/** For developers: why something is allowed or denied. It is not there where the server does not tell. */
export function WhyButton({ question, label = 'Why?' }: WhyButtonProps): ReactNode {
  const { explain } = useSettings();
  const [opened, setOpened] = useState(false);
  if (!explain) return null;
  const { manager, operation, field, action = operation } = question;
  const what = field === undefined ? `${action} ${manager}` : `${action} ${manager}: ${readable(field)}`;
  return (
    <>
      <Button size="compact-xs" variant="light" color="grape" aria-label={`${label} ${what}`} onClick={() => setOpened(true)}>
        {label}
      </Button>
      <Drawer opened={opened} onClose={() => setOpened(false)} position="right" size="lg" title={`Why? ${what}`} {...DIALOG}>
        {opened && <ExplanationView question={question} />}
      </Drawer>
    </>
  );
}
