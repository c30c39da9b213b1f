function Move-GfaSpoolEntry {
    param([string]$StatePath, $Entry, [ValidateSet('spool', 'sent', 'quarantine')] [string]$To)
    $destination = Join-Path (Join-Path $StatePath $To) $Entry.Name
    Move-GfaFile -Path $Entry.Path -Destination $destination
    # The age of an acknowledged entry counts from its acknowledgement.
    if ($To -eq 'sent') { Set-ItemProperty -LiteralPath $destination -Name LastWriteTimeUtc -Value (Get-Date).ToUniversalTime() }
}
