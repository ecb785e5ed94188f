import { Loader, Select, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { keyFromPath, keyLength, keyPath } from '../schema/keys.js';
import type { AdminManager } from '../schema/schema.js';
import type { Reference } from './reference.js';
import { useCandidates, type Candidates, type Option } from './use-candidates.js';

interface ObjectPickerProps {
  readonly target: AdminManager;
  readonly label: string;
  readonly description?: string;
  readonly value: Reference | null;
  readonly onChange: (value: Reference | null) => void;
  readonly nullable: boolean;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
  readonly withAsterisk?: boolean;
  readonly placeholder?: string;
  /** Default: every object, without more of it. */
  readonly candidates?: Candidates;
}

/** Chooses an object by what people call it; where the API has no list of them, its key is typed. */
export function ObjectPicker(props: ObjectPickerProps): ReactNode {
  return props.target.list && props.target.key ? <Picker {...props} /> : <KeyInput {...props} />;
}

function Picker({ target, value, onChange, nullable, error, candidates, ...others }: ObjectPickerProps): ReactNode {
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState(value?.label ?? '');
  const { found, isFetching, isSearched, isCut, failure } = useCandidates(target, text === value?.label ? '' : text, opened, candidates);
  const options = withChosen(found, value);
  return (
    <Select
      {...others}
      error={error ?? failure}
      searchable
      clearable={nullable}
      allowDeselect={false}
      checkIconPosition="right"
      // The server has found them by what was typed.
      {...(isSearched && { filter: ({ options: all }) => all })}
      data={distinct(options)}
      value={value ? keyPath(value.key) : null}
      onChange={(path) => {
        const option = options.find((each) => each.value === path);
        onChange(option ? { key: keyFromPath(option.value), label: option.label, ...(candidates && { row: option.row }) } : null);
      }}
      searchValue={text}
      onSearchChange={setText}
      onDropdownOpen={() => setOpened(true)}
      nothingFoundMessage={isFetching ? 'Looking …' : isCut ? 'None among the first of them: search for one' : 'Nothing found'}
      rightSection={isFetching ? <Loader size={14} /> : undefined}
      placeholder={others.placeholder ?? 'Type to search'}
    />
  );
}

/** What is chosen stands among what can be, whatever is searched for. */
function withChosen(found: readonly Option[], value: Reference | null): readonly Option[] {
  if (!value || found.some((each) => each.value === keyPath(value.key))) return found;
  return [{ value: keyPath(value.key), label: value.label, row: value.row ?? {} }, ...found];
}

/** Two objects may be called alike. */
function distinct(options: readonly Option[]): { readonly value: string; readonly label: string }[] {
  const labels = options.map(({ label }) => label);
  return options.map(({ value, label }) => ({
    value,
    label: labels.filter((each) => each === label).length > 1 ? `${label} (${keyFromPath(value).join(' · ')})` : label,
  }));
}

function KeyInput({ target, value, onChange, nullable, candidates: _candidates, ...others }: ObjectPickerProps): ReactNode {
  const parts = keyLength(target.key ?? []);
  const [text, setText] = useState(value?.key.join(', ') ?? '');
  return (
    <TextInput
      {...others}
      description={others.description ?? (parts > 1 ? 'The parts of its key, with commas between.' : 'Its key.')}
      placeholder={nullable ? '—' : ''}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        const key = currentTarget.value.split(',').map((part) => part.trim());
        onChange(currentTarget.value.trim() === '' ? null : { key, label: currentTarget.value });
      }}
    />
  );
}
