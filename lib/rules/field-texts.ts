/** The texts of a listing that the engine reads, with the bits and names of their fields. */
import { attributeText, type MatchInput } from './match-input.ts';
import { FIELDS, type Field } from './names.ts';

export interface FieldText {
  text: string;
  /** Bit of the field. */
  field: number;
  index: number;
}

/** Texts of an input that the engine reads, at most so many values a field. */
const MOST_VALUES = 200;

const bit = (field: Field): number => 1 << FIELDS.indexOf(field);
export const BIT: Readonly<Record<Field, number>> = {
  title: bit('title'),
  description: bit('description'),
  category: bit('category'),
  seller: bit('seller'),
  brand: bit('brand'),
  variant: bit('variant'),
  attribute: bit('attribute'),
};

export function fieldTexts(input: MatchInput): FieldText[] {
  const texts: FieldText[] = [];
  if (input.title) texts.push({ text: input.title, field: BIT.title, index: 0 });
  if (input.description) texts.push({ text: input.description, field: BIT.description, index: 0 });
  if (input.category) texts.push({ text: input.category, field: BIT.category, index: 0 });
  if (input.seller) texts.push({ text: input.seller, field: BIT.seller, index: 0 });
  if (input.brand) texts.push({ text: input.brand, field: BIT.brand, index: 0 });
  const variants = Math.min(input.variants.length, MOST_VALUES);
  for (let index = 0; index < variants; index++)
    texts.push({ text: input.variants[index] ?? '', field: BIT.variant, index });
  const rows = Math.min(input.attributes.length, MOST_VALUES);
  for (let index = 0; index < rows; index++) {
    const row = input.attributes[index];
    if (row !== undefined) texts.push({ text: attributeText(row), field: BIT.attribute, index });
  }
  return texts;
}

export const ANYWHERE = (1 << FIELDS.length) - 1;
export const fieldName = (bit: number): string => FIELDS[31 - Math.clz32(bit)] ?? 'title';
