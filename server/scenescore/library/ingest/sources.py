"""What people know music files by: their tags, and the table beside them."""

import os
from pathlib import Path

from scenescore.errors import BrokenFileError
from scenescore.library.ingest.description import Description
from scenescore.library.ingest.music_files import BrokenFile
from scenescore.library.ingest.table import read_table, table_key
from scenescore.library.ingest.tags import read_tags


class Describer:
    """Describes music files. It reads the table of each folder once.

    Attributes
    ----------
    broken : list of BrokenFile
        Tables that could not be read.
    rows_without_file : int
        Rows of tables that name no file beside the table.
    """

    def __init__(self) -> None:
        self.broken: list[BrokenFile] = []
        self.rows_without_file = 0
        self._tables: dict[Path, dict[str, Description]] = {}

    def describe(self, file: Path) -> Description:
        """Describe a file from its tags. What the table beside it says takes precedence.

        Parameters
        ----------
        file : Path
            A music file.

        Returns
        -------
        Description
            From the tags alone where the table can't be read.
        """
        table = self.table(file.parent)
        return read_tags(file).overridden_by(table.get(table_key(file.name), Description()))

    def table(self, folder: Path) -> dict[str, Description]:
        """Read the table of a folder, unless that was done.

        Parameters
        ----------
        folder : Path
            A folder.

        Returns
        -------
        dict of str to Description
            By file name, as `table_key` gives it; empty where there is no table that can be read.
        """
        if folder not in self._tables:
            try:
                self._tables[folder] = read_table(folder)
            except BrokenFileError as error:
                self._tables[folder] = {}
                self.broken.append(BrokenFile(str(error.path), error.problem))
            if self._tables[folder]:
                beside = {table_key(name) for name in os.listdir(folder)}
                self.rows_without_file += len(self._tables[folder].keys() - beside)
        return self._tables[folder]
