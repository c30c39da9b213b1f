# True where a command exists. Named with the module that brings it (MODULE\COMMAND), that module alone is looked at;
# for a bare name PowerShell looks through all that the host has, each time. What is in no such module may still be
# in another one.
function Test-GfaCommand {
    param([string]$Name)
    foreach ($wanted in $Name, ($Name -replace '^.*\\')) {
        if ($null -ne (Get-Command -Name $wanted -ErrorAction SilentlyContinue)) { return $true }
    }
    $false
}
