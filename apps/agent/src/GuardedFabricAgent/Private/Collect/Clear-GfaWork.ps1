# Removes what was collected, once it is in the spool or of no use.
function Clear-GfaWork {
    param([string]$StatePath)
    foreach ($folder in @(Get-ChildItem -LiteralPath (Join-Path $StatePath 'work') -ErrorAction SilentlyContinue)) {
        Remove-Item -LiteralPath $folder.FullName -Recurse -Force -ErrorAction SilentlyContinue
    }
}
