import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Question } from '../api/use-api.js';
import { WhyButton } from '../explain/why-button.js';
import { readable } from '../schema/names.js';
import type { AdminField, Row } from '../schema/schema.js';
import { ValueView } from '../value/value-view.js';

interface FieldListProps {
  readonly fields: readonly AdminField[];
  readonly row: Row;
  /** What developers can ask of a field that is hidden. */
  readonly question?: Question;
  /** Fields whose values could not be computed. */
  readonly failed?: ReadonlySet<string> | undefined;
}

/** The fields of an object, one below the other. */
export function FieldList({ fields, row, question, failed }: FieldListProps): ReactNode {
  return (
    <dl className="fields">
      {fields.map((field) => (
        <FieldRow key={field.name} field={field} value={row[field.name]} question={question} isFailed={failed?.has(field.name) ?? false} />
      ))}
    </dl>
  );
}

interface FieldRowProps {
  readonly field: AdminField;
  readonly value: unknown;
  readonly question: Question | undefined;
  readonly isFailed: boolean;
}

function FieldRow({ field, value, question, isFailed }: FieldRowProps): ReactNode {
  // What cannot be null is null where it is hidden.
  const isHidden = value === null && (field.ruled || (!field.nullable && field.kind === 'one'));
  return (
    <>
      <dt title={field.description}>{readable(field.name)}</dt>
      <dd>
        {isFailed ? <Text size="sm">This could not be computed.</Text> : <ValueView field={field} value={value} />}
        {isHidden && (
          <Group gap="xs" mt={2}>
            <Text span size="xs" c="dimmed">
              Empty, or hidden from you.
            </Text>
            {question && <WhyButton question={{ ...question, field: field.name }} />}
          </Group>
        )}
      </dd>
    </>
  );
}
