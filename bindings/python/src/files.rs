//! Files that a function of the caller gives.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use offprint::read::{Files, Listing, Wanted};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// A function from a path to bytes, or `None`. It is asked for each path once.
///
/// If it has an attribute `names`, a function from a folder to the names in it, that is asked which files there are. Otherwise
/// names must be exact, and for a picture that is not at its path it is asked for the usual folders of sites as well, some
/// hundred paths.
pub struct Callable {
    /// The folder of the article.
    pub folder: String,
    function: Py<PyAny>,
    names: Option<Py<PyAny>>,
    listed: Mutex<BTreeMap<String, Vec<String>>>,
    known: Mutex<BTreeMap<String, Option<Arc<[u8]>>>>,
    raised: Mutex<Option<PyErr>>,
}

impl Callable {
    pub fn new(function: &Bound<'_, PyAny>) -> Self {
        Self {
            folder: String::new(),
            function: function.clone().unbind(),
            names: function.getattr("names").ok().filter(Bound::is_callable).map(Bound::unbind),
            listed: Mutex::default(),
            known: Mutex::default(),
            raised: Mutex::default(),
        }
    }

    /// Raises the first exception that the function raised.
    pub fn check(self) -> PyResult<()> {
        self.raised.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }

    /// Returns the path for which the function returned `content`.
    pub fn path_of(&self, content: &Arc<[u8]>) -> Option<String> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |given: &Option<Arc<[u8]>>| given.as_ref().is_some_and(|given| Arc::ptr_eq(given, content));
        known.iter().find(|(_, given)| is_it(given)).map(|(path, _)| path.clone())
    }

    fn ask(&self, path: &str) -> Option<Arc<[u8]>> {
        let given = Python::attach(|py| {
            let given = self.function.bind(py).call1((path,))?;
            if given.is_none() { Ok(None) } else { shared(&given).map(Some) }
        });
        given.unwrap_or_else(|error| self.raise(error))
    }

    /// Notes an exception, and goes on as if there were nothing: the caller gets it instead of the outputs.
    fn raise<T: Default>(&self, error: PyErr) -> T {
        self.raised.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        T::default()
    }

    /// Returns the sorted names in `folder`, if the function can be asked for them.
    fn list(&self, folder: &str) -> Option<Vec<String>> {
        let names = self.names.as_ref()?;
        if let Some(listed) = self.listed.lock().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return Some(listed.clone());
        }
        let given = Python::attach(|py| {
            let named = names.bind(py).call1((folder,))?.try_iter()?;
            named.map(|name| name?.extract::<String>()).collect::<PyResult<Vec<String>>>()
        });
        let mut given = given.unwrap_or_else(|error| self.raise(error));
        given.sort_unstable();
        self.listed.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned(), given.clone());
        Some(given)
    }
}

/// Copies `content` once; other buffers than `bytes` are slower.
pub fn shared(content: &Bound<'_, PyAny>) -> PyResult<Arc<[u8]>> {
    match content.cast::<PyBytes>() {
        Ok(bytes) => Ok(Arc::from(bytes.as_bytes())),
        Err(_) => Ok(Arc::from(content.extract::<Vec<u8>>()?)),
    }
}

impl Files for Callable {
    fn folder(&self) -> &str {
        &self.folder
    }

    fn read(&self, path: &str) -> Option<Arc<[u8]>> {
        if let Some(known) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(path) {
            return known.clone();
        }
        // Asked without the lock, since the function may wait for the lock of the interpreter.
        let given = self.ask(path);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(path.to_owned()).or_insert(given).clone()
    }

    fn names(&self, folder: &str) -> Vec<String> {
        self.list(folder).unwrap_or_default()
    }

    fn find(&self, folder: &str, wanted: &Wanted<'_>) -> Option<String> {
        if let Some(names) = self.list(folder) {
            return Listing::new(names).find(wanted).map(str::to_owned);
        }
        // Only files can be asked for, by their whole names.
        let (Wanted::Name(name) | Wanted::AnyCase(name)) = wanted else { return None };
        let path = if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") };
        name.contains('.').then(|| self.read(&path))?.map(|_| name.to_string())
    }
}
