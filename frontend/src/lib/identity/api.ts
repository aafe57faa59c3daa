import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const listOrganisations = operation('get', '/api/v1/staff/organisations');
export const getSession = operation('get', '/api/v1/session');
export const signOut = operation('delete', '/api/v1/session');
export const switchOrganisation = operation('put', '/api/v1/session/organisation');
export const updateLanguage = operation('put', '/api/v1/session/language');
export const getInstallation = operation('get', '/api/v1/public/installation');
export const listDemoPeople = operation('get', '/api/v1/public/demo-people');
export const demoSignIn = operation('post', '/api/v1/public/demo-sign-in');
export const createCooperative = operation('post', '/api/v1/public/first-run');
export const signIn = operation('post', '/api/v1/session');
export const setPasswordByLink = operation('post', '/api/v1/public/password');
export const createOrganisation = operation('post', '/api/v1/staff/organisations');
export const getOrganisation = operation('get', '/api/v1/staff/organisations/{id}');
export const updateOrganisation = operation('put', '/api/v1/staff/organisations/{id}');
export const listPeople = operation('get', '/api/v1/staff/people');
export const createPerson = operation('post', '/api/v1/staff/people');
export const getPerson = operation('get', '/api/v1/staff/people/{person_id}');
export const updatePerson = operation('put', '/api/v1/staff/people/{person_id}');
export const createPasswordLink = operation('post', '/api/v1/staff/people/{person_id}/password-link');
export const enablePerson = operation('post', '/api/v1/staff/people/{person_id}/enable');
export const disablePerson = operation('post', '/api/v1/staff/people/{person_id}/disable');
export const updatePersonRoles = operation('put', '/api/v1/staff/people/{person_id}/roles');
