// The form token as it is now: signing in, in this tab or another, gives a new one.

export function token() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}
