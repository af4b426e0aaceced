// Keeps a draft on the server as one types, and a copy in the browser while the line is down.
(() => {
  const forget = (name) => {
    try { localStorage.removeItem("kondusif-draft-" + name); } catch (error) { /* forbidden */ }
  };
  // What is saved stays on no phone.
  const saved = document.querySelector("[data-saved]");
  if (saved) forget(saved.dataset.saved);
  const form = document.querySelector("form[data-form]");
  if (!form) return;
  const status = form.querySelector(".kept");
  const key = form.elements.form_key.value;
  const store = "kondusif-draft-" + form.dataset.form;
  let timer = null;
  let changed = false;

  const body = () => {
    const data = new URLSearchParams(new FormData(form));
    data.set("form", form.dataset.form);
    return data;
  };
  const keep = () => {
    timer = null;
    const data = body();
    try { localStorage.setItem(store, data.toString()); } catch (error) { /* full or forbidden */ }
    fetch("/record/draft", { method: "POST", body: data })
      .then((answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        // What was typed while this was on its way is still to be sent.
        if (body().toString() !== data.toString()) return touched();
        changed = false;
        forget(form.dataset.form);
        status.textContent = form.dataset.kept;
        history.replaceState(null, "", "/record/" + form.dataset.form + "?draft=" + encodeURIComponent(key));
      })
      .catch(() => {
        status.textContent = form.dataset.unkept;
        timer = window.setTimeout(keep, 5000);
      });
  };
  const restore = (text) => {
    const data = new URLSearchParams(text);
    for (const element of form.elements) {
      if (!element.name || element.name === "form_key" || element.name === "items") continue;
      const values = data.getAll(element.name);
      if (element.type === "checkbox" || element.type === "radio") element.checked = values.includes(element.value);
      else if (element.tagName !== "BUTTON" && values.length) element.value = values[0];
    }
  };
  const touched = () => {
    changed = true;
    if (timer === null) timer = window.setTimeout(keep, 1200);
  };
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("submit", (event) => {
    changed = false;
    if (event.submitter && event.submitter.value === "drop") return forget(form.dataset.form);
    try { localStorage.setItem(store, body().toString()); } catch (error) { /* full or forbidden */ }
  });
  window.addEventListener("beforeunload", (event) => { if (changed) { keep(); event.preventDefault(); } });

  // On a slow line one types before this script has come: that is kept too.
  const filled = (element) => {
    if (element.type === "checkbox" || element.type === "radio") return element.checked !== element.defaultChecked;
    if (element.tagName !== "SELECT") return "defaultValue" in element && element.value !== element.defaultValue;
    const given = [...element.options].findIndex((option) => option.defaultSelected);
    return element.selectedIndex !== Math.max(given, 0);
  };
  if ([...form.elements].some((element) => element.type !== "hidden" && filled(element))) touched();

  // What a cut line or a killed server left behind belongs to this form alone.
  let left = null;
  try { left = localStorage.getItem(store); } catch (error) { /* forbidden */ }
  if (left && new URLSearchParams(left).get("form_key") === key) {
    restore(left);
    touched();
  }
})();
