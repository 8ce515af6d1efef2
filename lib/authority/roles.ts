/** `consumer`: someone shopping. `monitor`: a volunteer who sweeps. `inspector`: an agent of an authority. */
export const ROLES = ['consumer', 'monitor', 'inspector'] as const;
export type Role = (typeof ROLES)[number];
