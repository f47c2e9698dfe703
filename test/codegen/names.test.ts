import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { camelCase, createNameTable, globalTypes, pascalCase, safeIdentifier } from '../../src/codegen/names.ts';

const anyText = fc.string({ unit: fc.nat({ max: 0x10ffff }).map((point) => String.fromCodePoint(point)) });
const identifier = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;

describe('identifiers', () => {
  test.each([
    ['visit.created', 'VisitCreated', 'visitCreated'],
    ['positionCreated', 'PositionCreated', 'positionCreated'],
    ['location-status.updated', 'LocationStatusUpdated', 'locationStatusUpdated'],
    ['ticket_created', 'TicketCreated', 'ticketCreated'],
    ['TICKET_CREATED', 'TicketCreated', 'ticketCreated'],
    ['QRCode', 'QRCode', 'qrCode'],
    ['ID', 'Id', 'id'],
    ['v1.0', 'V1_0', 'v1_0'],
    ['3d', '_3d', '_3d'],
    ['größe', 'Größe', 'größe'],
    ['o\u0308ffnen', 'Öffnen', 'öffnen'],
    ['☃', 'Unnamed', 'unnamed'],
    ['', 'Unnamed', 'unnamed'],
    ['__proto__', 'Proto', 'proto'],
    ['a\u{1d4d0}b', 'AB', 'aB'],
    ['²', 'Unnamed', 'unnamed'],
  ])('%s becomes %s and %s', (name, pascal, camel) => {
    expect(pascalCase(name)).toBe(pascal);
    expect(camelCase(name)).toBe(camel);
  });

  test('come of any text', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        expect(identifier.test(pascalCase(name))).toBe(true);
        expect(identifier.test(camelCase(name))).toBe(true);
      }),
    );
  });

  test('keep clear of reserved words', () => {
    expect(['class', 'await', 'acme', 'constructor'].map(safeIdentifier)).toEqual([
      'class_',
      'await_',
      'acme',
      'constructor',
    ]);
  });
});

describe('a table of names', () => {
  test('gives the first candidate that is free, then numbers', () => {
    const names = createNameTable(['Record']);
    expect(names.take('Record', 'RecordModel')).toBe('RecordModel');
    expect(names.take('Position', 'PositionModel')).toBe('Position');
    expect(names.take('POSITION', 'PositionModel')).toBe('PositionModel');
    expect(names.take('position', 'PositionModel')).toBe('PositionModel2');
    expect(names.isFree('position')).toBe(false);
  });

  test('gives no name twice, whatever is asked for', () => {
    const candidates = fc.array(fc.array(fc.constantFrom('A', 'a', 'B', 'b', 'Record'), { minLength: 1 }));
    fc.assert(
      fc.property(candidates, (asked) => {
        const names = createNameTable(globalTypes);
        const given = asked.map((each) => names.take(...each).toLowerCase());
        expect(new Set(given).size).toBe(given.length);
      }),
    );
  });
});
