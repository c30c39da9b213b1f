# The entries of one of the agent's folders, oldest first. A name says everything but the content:
# entry.sequence.enrolmentId.snapshotId.hash.json
function Get-GfaSpoolEntry {
    param([string]$StatePath, [ValidateSet('spool', 'sent', 'quarantine')] [string]$Folder = 'spool')
    $pattern = '^(\d{12})\.(\d+)\.([0-9A-Za-z-]{1,64})\.([0-9a-f-]{36})\.([0-9A-F]{32})\.json$'
    foreach ($file in Get-ChildItem -LiteralPath (Join-Path $StatePath $Folder) -File | Sort-Object -Property Name) {
        if ($file.Name -notmatch $pattern) { continue }
        New-Object psobject -Property @{
            Entry = [int64]$Matches[1]
            Sequence = [int64]$Matches[2]
            EnrolmentId = $Matches[3]
            SnapshotId = $Matches[4]
            Hash = $Matches[5]
            Path = $file.FullName
            Name = $file.Name
            Bytes = $file.Length
            WrittenAt = $file.LastWriteTimeUtc
        }
    }
}
