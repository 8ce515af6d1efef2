/** Where an authority's host describes the authority, and the protocols that such a description may name. */

export const PROFILE_PATH = '/.well-known/vigie-authority.json';

export const INTAKE_PROTOCOL = 'vigie-intake/1';
