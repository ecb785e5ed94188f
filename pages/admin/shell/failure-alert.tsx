import { Alert, Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { failureOf } from '../api/failure.js';
import type { Question } from '../api/use-api.js';
import { WhyButton } from '../explain/why-button.js';

interface FailureAlertProps {
  readonly error: unknown;
  /** What was tried; developers can ask why it was denied. */
  readonly question?: Question | undefined;
  readonly onRetry?: () => void;
}

/** Says what went wrong, and what helps. */
export function FailureAlert({ error, question, onRetry }: FailureAlertProps): ReactNode {
  const failure = failureOf(error);
  const title =
    failure.code === 'FORBIDDEN'
      ? 'You may not do this'
      : failure.code === 'UNAUTHENTICATED'
        ? 'You are not signed in'
        : 'That did not work';
  return (
    <Alert color="red" variant="light" title={title} role="alert">
      <Text size="sm">{failure.message}</Text>
      {failure.fix !== undefined && (
        <Text size="sm" c="dimmed">
          {failure.fix}
        </Text>
      )}
      <Group mt="xs" gap="xs">
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
        {question && failure.isDenied && <WhyButton question={question} />}
        {failure.gm !== undefined && (
          <Text size="xs" c="dimmed" ff="monospace">
            {failure.gm}
          </Text>
        )}
      </Group>
    </Alert>
  );
}
