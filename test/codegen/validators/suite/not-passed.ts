/** Cases of one file, by their names, that generated validators do not decide as the suite does. */
export interface NotPassed {
  readonly file: string;
  readonly cases: RegExp;
  readonly reason: string;
  /** Whether plain Ajv decides some of them as the suite does. */
  readonly ajvPassesSome?: true;
}

const crossDraft: NotPassed = {
  file: 'optional/cross-draft.json',
  cases: /./,
  reason: 'One bundle is written in one dialect; a contract that mixes them is refused.',
};

const idnHostname: NotPassed = {
  file: 'optional/format/idn-hostname.json',
  cases: /./,
  reason: 'Of the rules for international host names, those that look at neighbouring letters are not checked.',
};

const vocabulary: NotPassed = {
  file: 'vocabulary.json',
  cases: /no validation vocabulary/,
  reason: 'Vocabularies are not read: every keyword of the dialect counts.',
};

/** What is not passed, by draft. Without `ajvPassesSome`, plain Ajv is wrong about the same cases. */
export const notPassed: Readonly<Record<string, readonly NotPassed[]>> = {
  draft4: [
    {
      file: 'optional/zeroTerminatedFloats.json',
      cases: /without fractional part/,
      reason: 'JavaScript does not tell 1.0 from 1.',
    },
  ],
  draft7: [
    {
      file: 'optional/content.json',
      cases: /./,
      reason: 'What a text holds is looked into when a schema says what it must be, not for its media type alone.',
    },
    crossDraft,
    idnHostname,
  ],
  'draft2019-09': [crossDraft, idnHostname, vocabulary],
  'draft2020-12': [
    crossDraft,
    {
      file: 'optional/ecmascript-regex.json',
      cases: /control escape/,
      reason: 'It asserts the format of a pattern that stands in a schema, where formats only describe.',
    },
    {
      file: 'optional/format-assertion.json',
      cases: /invalid string/,
      reason: 'Vocabularies are not read: whether formats assert is an option.',
    },
    idnHostname,
    vocabulary,
  ],
};
