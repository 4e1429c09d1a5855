// Passkeys (WebAuthn): asks the browser for one, and sends what it answers with the form.
// A form says by data-passkey whether one is made ("create") or used ("get"); the server's
// options stand in #js_data, or are fetched from the address in data-options.
"use strict";

async function options(form) {
  if (!form.dataset.options) {
    return JSON.parse(document.getElementById("js_data").textContent);
  }
  const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  return answer.json();
}

async function credential(form) {
  const { creation_options, request_options } = await options(form);
  return form.dataset.passkey === "create"
    ? webauthnJSON.create(creation_options)
    : webauthnJSON.get(request_options);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const problem = form.querySelector("[data-problem]");
  form.hidden = !window.PublicKeyCredential;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = "";
    try {
      form.elements.credential.value = JSON.stringify(await credential(form));
      form.submit();
    } catch {
      problem.textContent = problem.dataset.problem;
    }
  });
}
