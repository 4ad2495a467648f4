/** The page that opens a repository by a link. */
export const open = {
  'A link asks for a git repository to be fetched into one of your notebook servers. What is in it can do all that you can do there once you run it, so go on only if you trust those who wrote it.':
    'Ein Link möchte ein Git-Repository in einen Ihrer Notebook-Server holen. Was darin ist, kann dort alles, was Sie können, sobald Sie es ausführen; fahren Sie nur fort, wenn Sie denen trauen, die es geschrieben haben.',
  'A new server': 'Ein neuer Server',
  'A server {name} is made with {cpu} CPU and {memory} of memory from the image {image}; it fetches the repository, and JupyterLab opens.':
    'Ein Server {name} mit {cpu} CPU und {memory} RAM wird aus dem Image {image} erstellt; er holt das Repository, und JupyterLab öffnet sich.',
  'Branch or tag': 'Branch oder Tag',
  'Fetch and open': 'Holen und öffnen',
  'Fetched into': 'Kommt nach',
  From: 'Von',
  'JupyterLab opens …': 'JupyterLab öffnet sich …',
  'Notebook server': 'Notebook-Server',
  'Open a repository': 'Repository öffnen',
  'Open the server without it': 'Server ohne es öffnen',
  'Opened then': 'Geöffnet wird',
  Progress: 'Fortschritt',
  Repository: 'Repository',
  'Show the server': 'Server zeigen',
  'The repository is being fetched …': 'Das Repository wird geholt …',
  'The server {name} fetches the repository, and JupyterLab opens.':
    'Der Server {name} holt das Repository, und JupyterLab öffnet sich.',
  'The server {name} is being made.': 'Der Server {name} wird erstellt.',
  'The server {name} is started, fetches the repository, and JupyterLab opens.':
    'Der Server {name} wird gestartet und holt das Repository, und JupyterLab öffnet sich.',
  'This link cannot be opened.': 'Dieser Link lässt sich nicht öffnen.',
  'You have no project in which you may open a notebook server.':
    'Sie haben kein Projekt, in dem Sie einen Notebook-Server öffnen dürfen.',
  'the folder of the repository': 'der Ordner des Repositorys',
  "the repository's own": 'der des Repositorys',
  '{name} ({state})': '{name} ({state})'
};
