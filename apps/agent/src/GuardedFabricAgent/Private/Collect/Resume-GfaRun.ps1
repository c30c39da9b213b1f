# Goes on for a run that was ended in its collecting, by the time limit of the task or by a restart: puts what it had
# found into the spool as the snapshot of its time, and remembers the collector that did not return. True where there is
# something to send. Whatever goes wrong here costs that snapshot and not this run: the folder is removed, or every later
# run would meet the same. Reads nothing but the agent's own files: whatever else it asked might hang as well.
function Resume-GfaRun {
    param([string]$StatePath)
    $isFound = $false
    foreach ($folder in @(Get-ChildItem -LiteralPath (Join-Path $StatePath 'work') -Directory -ErrorAction SilentlyContinue)) {
        $run = Read-GfaJson (Join-Path $folder.FullName 'run.json')
        $startedAt = ConvertFrom-GfaTimestamp $run.startedAt
        $begun = @(Get-ChildItem -LiteralPath $folder.FullName -Filter '*.claim' -Name) -replace '\.claim$'
        $unended = @($begun | Where-Object { -not (Test-Path -LiteralPath (Join-Path $folder.FullName "$_.json")) })
        Stop-GfaWorker -Name $unended -Folder $folder.FullName
        if ($null -eq $startedAt) { continue }
        foreach ($collector in $unended) { Add-GfaHungCollector -StatePath $StatePath -Name $collector -RunAt $startedAt }
        try {
            if (Add-GfaEndedSnapshot -StatePath $StatePath -Folder $folder.FullName -Run $run -Unended $unended) { $isFound = $true }
        } catch {
            Write-GfaEvent -StatePath $StatePath -Id 2010 -Level Warning -Message (Get-GfaMessage EndedLost $run.startedAt, (Get-GfaErrorText $_))
        }
    }
    Clear-GfaWork -StatePath $StatePath
    $isFound
}
