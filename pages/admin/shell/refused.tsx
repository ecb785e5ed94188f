import { Alert, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Question } from '../api/use-api.js';
import { WhyButton } from '../explain/why-button.js';

/** Stands where something would be that the actor may not do. */
export function Refused({ what, question }: { readonly what: string; readonly question: Question }): ReactNode {
  return (
    <Alert color="yellow" variant="light" title="You may not do this" role="alert">
      <Text size="sm">You may not {what}.</Text>
      <Group mt="xs">
        <WhyButton question={question} />
      </Group>
    </Alert>
  );
}
