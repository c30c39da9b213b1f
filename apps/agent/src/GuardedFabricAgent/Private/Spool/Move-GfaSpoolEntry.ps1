function Move-GfaSpoolEntry {
    param([string]$StatePath, $Entry, [ValidateSet('spool', 'sent', 'quarantine')] [string]$To)
    $destination = Join-Path (Join-Path $StatePath $To) $Entry.Name
    Move-Item -LiteralPath $Entry.Path -Destination $destination -Force -ErrorAction Stop
    # The age of an acknowledged entry counts from its acknowledgement.
    if ($To -eq 'sent') { Set-ItemProperty -LiteralPath $destination -Name LastWriteTimeUtc -Value (Get-Date).ToUniversalTime() }
}
