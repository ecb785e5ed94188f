import { Alert, Badge, Code, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AdminExplainedPolicy, AdminExplainedRule, AdminExplanation } from '../../../integrations/admin/metadata/metadata.js';
import { failureOf } from '../api/failure.js';
import { useApi, type Question } from '../api/use-api.js';

/** The decision, with each rule and the value that it looked at. */
export function ExplanationView({ question }: { readonly question: Question }): ReactNode {
  const { explain, who } = useApi();
  const { data, error } = useQuery({ queryKey: ['explain', ...who, question], queryFn: async () => explain(question), staleTime: 0 });
  if (error) {
    const { message, fix } = failureOf(error);
    return (
      <Alert color="red" variant="light" title="That did not work" role="alert">
        {message} {fix}
      </Alert>
    );
  }
  if (!data) return <Loader aria-label="Asking" />;
  return <Decision explanation={data} ofObject={question.key !== undefined} />;
}

function Decision({ explanation, ofObject }: { readonly explanation: AdminExplanation; readonly ofObject: boolean }): ReactNode {
  const { manager, action, operation, allowed, found, also = [] } = explanation;
  const without = ofObject
    ? 'There is no such object; what can be said without one is below.'
    : 'What can be said without an object is below.';
  return (
    <Stack gap="md">
      <Alert
        color={allowed ? 'teal' : found ? 'red' : 'yellow'}
        variant="light"
        title={allowed ? 'Allowed' : found || ofObject ? 'Denied' : 'Decided by the object'}
      >
        {found ? 'Some “allow” has to be true, every “deny” false, and every “require” true.' : without}
        {operation === 'update' && found && ofObject && (
          <Text size="sm" mt={4}>
            This is of the object as it is: “before” and plain conditions look at it. What it becomes is looked at when it is written, by
            plain conditions and “after”.
          </Text>
        )}
      </Alert>
      <PolicyView name={action === undefined ? manager : `${manager}: ${action}`} policy={explanation} />
      {also.map((policy) => (
        <PolicyView key={policy.of} name={policy.of} policy={policy} />
      ))}
      <Text size="xs" c="dimmed">
        This page shows it in development only: it tells what the policies hide.
      </Text>
    </Stack>
  );
}

function PolicyView({ name, policy }: { readonly name: string; readonly policy: AdminExplainedPolicy }): ReactNode {
  return (
    <section aria-label={name}>
      <Group gap="xs" mb={4}>
        <Title order={3} size="h5">
          {name}
        </Title>
        <Badge color={policy.allowed ? 'teal' : 'red'} variant="light">
          {policy.allowed ? 'allows' : 'denies'}
        </Badge>
      </Group>
      <Code block mb="xs" className="policy">
        {policy.policy}
      </Code>
      {(['allow', 'deny', 'require'] as const).map(
        (part) => policy[part].length > 0 && <Rules key={part} title={part} rules={policy[part]} />,
      )}
      {policy.allow.length === 0 && <Text size="sm">No rule allows this to anybody.</Text>}
    </section>
  );
}

function Rules({ title, rules }: { readonly title: string; readonly rules: readonly AdminExplainedRule[] }): ReactNode {
  return (
    <>
      <Text size="sm" fw={600} mt="xs">
        {title}
      </Text>
      <RuleList rules={rules} />
    </>
  );
}

function RuleList({ rules }: { readonly rules: readonly AdminExplainedRule[] }): ReactNode {
  return (
    <ul className="rules">
      {rules.map((rule, index) => (
        <li key={`${index} ${rule.rule}`}>
          <Group gap="xs" wrap="nowrap" align="flex-start">
            <Badge size="sm" miw={72} variant="light" color={COLOURS[rule.truth]}>
              {rule.truth}
            </Badge>
            <div>
              <Text size="sm" ff="monospace" className="breaks">
                {rule.rule}
              </Text>
              {rule.value !== undefined && (
                <Text size="xs" c="dimmed" ff="monospace" className="breaks">
                  value: {JSON.stringify(rule.value)}
                </Text>
              )}
              {rule.note !== undefined && (
                <Text size="xs" c="dimmed">
                  {rule.note}
                </Text>
              )}
            </div>
          </Group>
          {rule.parts && rule.parts.length > 0 && <RuleList rules={rule.parts} />}
        </li>
      ))}
    </ul>
  );
}

const COLOURS = { true: 'teal', false: 'red', unknown: 'yellow' } as const;
