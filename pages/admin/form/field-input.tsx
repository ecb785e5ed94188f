import { Checkbox, FileInput, MultiSelect, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { readable } from '../schema/names.js';
import { useSchema } from '../schema/schema.js';
import { EmbeddedInput, EmbeddedListInput } from './embedded-input.js';
import { ObjectPicker } from './object-picker.js';
import type { FieldInputProps } from './field-input-props.js';
import type { Reference } from './reference.js';

/** Takes a value of a field in the form that people write it in. */
export function FieldInput(props: FieldInputProps): ReactNode {
  const { field, value, onChange } = props;
  const schema = useSchema();
  const common = commonProps(props);
  switch (field.kind) {
    case 'one': {
      const target = schema.named(field.type);
      return target ? (
        <ObjectPicker
          {...common}
          target={target}
          nullable={field.nullable}
          value={(value ?? null) as Reference | null}
          onChange={onChange}
        />
      ) : null;
    }
    case 'embedded':
      return field.list ? <EmbeddedListInput {...props} Input={FieldInput} /> : <EmbeddedInput {...props} Input={FieldInput} />;
    case 'enum': {
      const data = schema.members(field.type).map((member) => ({ value: member, label: readable(member) }));
      if (field.list)
        return <MultiSelect {...common} data={data} value={(value ?? []) as string[]} onChange={onChange} hidePickedOptions clearable />;
      return (
        <Select
          {...common}
          data={data}
          value={(value ?? null) as string | null}
          onChange={onChange}
          clearable={field.nullable}
          allowDeselect={field.nullable}
          checkIconPosition="right"
        />
      );
    }
    default:
      return <ScalarInput {...props} />;
  }
}

/** What all inputs have. */
function commonProps({ field, label, error, disabled = false }: FieldInputProps) {
  const isNeeded = field.create === 'required' && !field.nullable && field.type !== 'boolean';
  return {
    label: label ?? readable(field.name),
    ...(field.description && { description: field.description }),
    error,
    disabled,
    withAsterisk: isNeeded,
    'aria-required': isNeeded,
    ...(field.nullable && { placeholder: '—' }),
  };
}

function ScalarInput(props: FieldInputProps): ReactNode {
  const { field, value, onChange, error, disabled = false } = props;
  const common = commonProps(props);
  if (field.list)
    return (
      <TagsInput
        {...common}
        value={((value ?? []) as readonly unknown[]).map(String)}
        onChange={onChange}
        splitChars={[]}
        placeholder="Type a value, press Enter"
      />
    );
  switch (field.type) {
    case 'boolean':
      if (field.nullable) {
        const data = [
          { value: 'true', label: 'Yes' },
          { value: 'false', label: 'No' },
        ];
        return (
          <Select
            {...common}
            data={data}
            value={typeof value === 'boolean' ? String(value) : null}
            onChange={(text) => onChange(text === null ? null : text === 'true')}
            clearable
            checkIconPosition="right"
          />
        );
      }
      return (
        <Checkbox
          label={common.label}
          description={field.description}
          error={error}
          disabled={disabled}
          checked={value === true}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
      );
    case 'json':
      return (
        <Textarea
          {...common}
          autosize
          minRows={3}
          maxRows={16}
          classNames={{ input: 'typed' }}
          spellCheck={false}
          value={(value ?? '') as string}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
    case 'blob':
      return <BlobInput {...props} />;
    default:
      return <TextualInput {...props} />;
  }
}

/** What browsers call the ways to write texts. */
const NATIVE: Readonly<Record<string, object>> = {
  date: { type: 'date', max: '9999-12-31' },
  time: { type: 'time', step: 1 },
  datetime: { type: 'datetime-local', step: 1, max: '9999-12-31T23:59:59' },
  localDatetime: { type: 'datetime-local', step: 1, max: '9999-12-31T23:59:59' },
  int: { inputMode: 'numeric' },
  bigint: { inputMode: 'numeric' },
  float: { inputMode: 'decimal' },
  decimal: { inputMode: 'decimal' },
};

const LONG = 80;

function TextualInput(props: FieldInputProps): ReactNode {
  const { field, value, onChange } = props;
  const text = (value ?? '') as string;
  const common = {
    ...commonProps(props),
    value: text,
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) => onChange(currentTarget.value),
  };
  const isLong =
    field.type === 'string' &&
    (text.includes('\n') ||
      text.length > LONG ||
      (field.maxLength === undefined && /note|text|body|description|comment|remark/i.test(field.name)));
  if (isLong) return <Textarea {...common} autosize minRows={2} maxRows={12} />;
  // A time with a zone of its own, or with parts of seconds, is more than the browser's own input takes.
  const isPlain = !/^\d{2}:\d{2}(:\d{2})?([.+-]|Z)/.test(text) || field.type !== 'time';
  return (
    <TextInput
      {...common}
      {...(isPlain ? NATIVE[field.type] : {})}
      {...(field.type === 'string' && field.maxLength !== undefined && { maxLength: field.maxLength })}
    />
  );
}

function BlobInput(props: FieldInputProps): ReactNode {
  const { onChange, value } = props;
  const read = async (file: File | null): Promise<void> => {
    if (!file) return onChange(null);
    const bytes = new Uint8Array(await file.arrayBuffer());
    onChange(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')));
  };
  const text = typeof value === 'string' && value !== '' ? 'Choose another file' : 'Choose a file';
  return (
    <FileInput
      {...commonProps(props)}
      placeholder={text}
      clearable
      clearButtonProps={{ 'aria-label': 'Take the file away' }}
      onChange={(file) => void read(file)}
    />
  );
}
