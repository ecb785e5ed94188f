import { Button, NativeSelect, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { plainText } from '../value/value-text.js';
import { FieldInput } from '../form/field-input.js';
import { inputOf } from '../form/input-of.js';
import { keyPath } from '../schema/keys.js';
import { readable } from '../schema/names.js';
import { useSchema, type AdminField, type AdminManager } from '../schema/schema.js';
import type { Reference } from '../form/reference.js';
import { filterFields, operatorsFor, operatorText, takesList, takesNothing, type FieldFilter } from './filters.js';

interface FilterFormProps {
  readonly manager: AdminManager;
  readonly onAdd: (filter: FieldFilter) => void;
}

/** Puts a filter together: a field, what is asked of it, and a value. */
export function FilterForm({ manager, onAdd }: FilterFormProps): ReactNode {
  const fields = filterFields(manager);
  const [name, setName] = useState(fields[0]?.name);
  const field = fields.find((each) => each.name === name);
  return (
    <Stack gap="sm">
      <NativeSelect
        label="Field"
        value={name}
        data={fields.map((each) => ({ value: each.name, label: readable(each.name) }))}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      {field && <ConditionForm key={field.name} field={field} onAdd={onAdd} />}
    </Stack>
  );
}

function ConditionForm({ field, onAdd }: Pick<FilterFormProps, 'onAdd'> & { readonly field: AdminField }): ReactNode {
  const schema = useSchema();
  const operators = operatorsFor(field);
  const [operator, setOperator] = useState(operators[0] ?? 'eq');
  const [raw, setRaw] = useState<unknown>();
  const [problem, setProblem] = useState<string>();
  const operand = operandField(field, operator, schema.members(field.type));
  const submit = (): void => {
    const filter = operand ? filterOf(field, operand, operator, raw) : { field: field.name, operator, text: '' };
    if (typeof filter === 'string') setProblem(filter);
    else onAdd(filter);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="sm">
        <NativeSelect
          label="Condition"
          value={operator}
          data={operators.map((each) => ({ value: each, label: operatorText(each) }))}
          onChange={({ currentTarget }) => setOperator(currentTarget.value)}
        />
        {operand && (
          <FieldInput
            key={`${operand.type} ${String(operand.list)}`}
            field={operand}
            label={takesList(operator) ? 'Values, with commas between' : 'Value'}
            value={raw}
            onChange={setRaw}
            error={problem}
          />
        )}
        <Button type="submit">Filter</Button>
      </Stack>
    </form>
  );
}

/** What is typed for an operator: a value of the field, several, a text, or nothing. */
function operandField(field: AdminField, operator: string, members: readonly string[]): AdminField | undefined {
  if (takesNothing(operator)) return undefined;
  const plain = { ...field, list: false, nullable: false, description: '', create: 'required' as const };
  const text = { ...plain, kind: 'scalar' as const, type: 'string' };
  if (field.kind === 'one') return plain;
  if (field.kind === 'enum') return takesList(operator) && members.length > 0 ? { ...plain, list: true } : plain;
  if (takesList(operator) || TEXTS.includes(operator) || (field.list && operator !== 'has')) return text;
  return plain;
}

const TEXTS: readonly string[] = ['contains', 'startsWith', 'endsWith', 'like', 'ilike', 'icontains', 'istartsWith', 'iendsWith'];

function filterOf(field: AdminField, operand: AdminField, operator: string, raw: unknown): FieldFilter | string {
  if (field.kind === 'one') {
    const chosen = raw as Reference | null | undefined;
    return chosen ? { field: field.name, operator, text: keyPath(chosen.key), label: chosen.label } : 'Choose one.';
  }
  const { value, problem } = inputOf(operand, operand.type === 'boolean' ? (raw ?? false) : raw);
  if (problem !== undefined) return problem;
  const text = Array.isArray(value) ? value.join(',') : plainText(value);
  return { field: field.name, operator, text };
}
