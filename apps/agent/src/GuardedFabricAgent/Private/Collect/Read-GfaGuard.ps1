# The guards that runs have set, each as what its file says, the folder it lies in, and the time that its
# collection has, by what is still to be collected.
function Read-GfaGuard {
    param([string]$StatePath)
    foreach ($folder in @(Get-ChildItem -LiteralPath (Join-Path $StatePath 'work') -Directory -ErrorAction SilentlyContinue)) {
        $file = Join-Path $folder.FullName 'guard.json'
        if (-not (Test-Path -LiteralPath $file)) { continue }
        $told = Read-GfaOptional { Get-Content -LiteralPath $file -Raw -ErrorAction Stop | ConvertFrom-Json -ErrorAction Stop }
        $isQuick = Test-Path -LiteralPath (Join-Path $folder.FullName 'quick.txt')
        @{ Told = $told; Until = ConvertFrom-GfaTimestamp $(if ($isQuick) { $told.quickUntil } else { $told.until }) }
    }
}
