import { Button, Checkbox, Fieldset, Group, Stack, Text } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';
import { readable } from '../schema/names.js';
import { useSchema, type AdminField } from '../schema/schema.js';
import type { FieldInputProps } from './field-input-props.js';

type Raw = Readonly<Record<string, unknown>>;

/** Parts are taken by whatever takes fields. */
interface EmbeddedInputProps extends FieldInputProps {
  readonly Input: ComponentType<FieldInputProps>;
}

/** Takes an embedded object: all of it, or none. */
export function EmbeddedInput({ field, label, value, onChange, error, errors, disabled = false, Input }: EmbeddedInputProps): ReactNode {
  const schema = useSchema();
  const isThere = value !== null && value !== undefined;
  const fields = schema.embedded(field.type);
  return (
    <Fieldset legend={label ?? readable(field.name)} disabled={disabled}>
      {field.description && (
        <Text size="xs" c="dimmed" mb="xs">
          {field.description}
        </Text>
      )}
      {field.nullable && (
        <Checkbox
          mb={isThere ? 'sm' : 0}
          label="There is one"
          checked={isThere}
          onChange={({ currentTarget }) => onChange(currentTarget.checked ? {} : null)}
        />
      )}
      {(isThere || !field.nullable) && (
        <Fields Input={Input} fields={fields} value={(value ?? {}) as Raw} onChange={onChange} errors={errors} />
      )}
      {error !== undefined && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
    </Fieldset>
  );
}

/** Takes a list of embedded objects. */
export function EmbeddedListInput({
  field,
  label,
  value,
  onChange,
  error,
  errors,
  disabled = false,
  Input,
}: EmbeddedInputProps): ReactNode {
  const schema = useSchema();
  const items = (value ?? []) as readonly Raw[];
  const fields = schema.embedded(field.type);
  const name = readable(field.type).toLowerCase();
  return (
    <Fieldset legend={label ?? readable(field.name)} disabled={disabled}>
      <Stack gap="sm">
        {items.map((item, index) => (
          <Group key={index} align="flex-end" wrap="nowrap">
            <Fields
              Input={Input}
              fields={fields}
              value={item}
              onChange={(next) => onChange(items.with(index, next))}
              errors={within(errors, String(index))}
            />
            <Button variant="default" aria-label={`Remove ${name} ${index + 1}`} onClick={() => onChange(items.toSpliced(index, 1))}>
              Remove
            </Button>
          </Group>
        ))}
        <Group>
          <Button variant="default" size="xs" onClick={() => onChange([...items, {}])}>
            Add {name}
          </Button>
        </Group>
        {error !== undefined && (
          <Text size="sm" c="red" role="alert">
            {error}
          </Text>
        )}
      </Stack>
    </Fieldset>
  );
}

interface FieldsProps extends Pick<EmbeddedInputProps, 'Input'> {
  readonly fields: readonly AdminField[];
  readonly value: Raw;
  readonly onChange: (value: Raw) => void;
  readonly errors?: ReadonlyMap<string, string> | undefined;
}

function Fields({ Input, fields, value, onChange, errors }: FieldsProps): ReactNode {
  return (
    <Group align="flex-start" grow preventGrowOverflow={false} className="parts">
      {fields.map((each) => (
        <Input
          key={each.name}
          field={each}
          value={value[each.name]}
          error={errors?.get(each.name)}
          errors={within(errors, each.name)}
          onChange={(part) => onChange({ ...value, [each.name]: part })}
        />
      ))}
    </Group>
  );
}

/** The problems below a part. */
export const within = (errors: ReadonlyMap<string, string> | undefined, name: string): ReadonlyMap<string, string> =>
  new Map(
    [...(errors ?? [])].flatMap(([path, text]) => (path.startsWith(`${name}.`) ? [[path.slice(name.length + 1), text] as const] : [])),
  );
