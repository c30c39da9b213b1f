BeforeAll {
    $source = Join-Path $PSScriptRoot '../../src/GuardedFabricAgent'
    Import-Module $env:GF_AGENT_MODULE -Force
    $module = Get-Module GuardedFabricAgent
}

Describe 'the module' {
    It 'exports its Public folder and nothing else' {
        $public = (Get-ChildItem "$source/Public/*.ps1").BaseName | Sort-Object
        (Import-PowerShellDataFile "$source/GuardedFabricAgent.psd1").FunctionsToExport | Sort-Object | Should -Be $public
        $module.ExportedCommands.Keys | Sort-Object | Should -Be $public
    }

    It 'has help with an example on every public function, and describes every parameter but the obvious StatePath' {
        $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
        foreach ($command in Get-Command -Module GuardedFabricAgent) {
            # Once for all that is asked of it: to put help together takes long.
            $help = Get-Help $command.Name -Full
            $help.Synopsis | Should -Not -BeNullOrEmpty -Because $command.Name
            @($help.Examples.Example).Count | Should -BeGreaterThan 0 -Because $command.Name
            $told = @{}
            foreach ($parameter in @($help.parameters.parameter)) { $told["$($parameter.name)"] = $parameter.description.Text }
            foreach ($parameter in $command.Parameters.Keys | Where-Object { $_ -notin $common -and $_ -ne 'StatePath' }) {
                $told[$parameter] | Should -Not -BeNullOrEmpty -Because "$($command.Name) -$parameter"
            }
        }
    }

    It 'uses approved verbs' {
        (Get-Command -Module GuardedFabricAgent).Verb | Where-Object { $_ -notin (Get-Verb).Verb } | Should -BeNullOrEmpty
        Get-ChildItem "$source/Private" -Recurse -Filter *.ps1 |
            Where-Object { ($_.BaseName -split '-')[0] -notin (Get-Verb).Verb } | Should -BeNullOrEmpty
    }

    It 'has one function in each file, under the name of the file' {
        foreach ($file in Get-ChildItem $source -Recurse -Filter *.ps1) {
            $tree = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$null, [ref]$null)
            $functions = $tree.FindAll({ $args[0] -is [Management.Automation.Language.FunctionDefinitionAst] }, $false)
            $functions.Name | Should -Be $file.BaseName
        }
    }

    It 'calls no function of its own that does not exist, and has none that nothing calls' {
        $files = Get-ChildItem $source -Recurse -Filter *.ps1
        $text = ($files | Get-Content -Raw) -join "`n"
        $named = [regex]::Matches($text, '\b[A-Z][A-Za-z]+-Gfa[A-Z]\w+') | Group-Object Value -AsHashTable -AsString
        $named.Keys | Where-Object { $_ -notin $files.BaseName } | Should -BeNullOrEmpty
        foreach ($file in Get-ChildItem "$source/Private" -Recurse -Filter *.ps1) {
            @($named[$file.BaseName]).Count | Should -BeGreaterThan 1 -Because $file.BaseName
        }
    }

    It 'has every string it uses, and uses every string it has' {
        $strings = Import-PowerShellDataFile "$source/en-US/GuardedFabricAgent.Strings.psd1"
        $text = (Get-ChildItem $source -Recurse -Filter *.ps1 | Get-Content -Raw) -join "`n"
        $used = [regex]::Matches($text, 'Get-GfaMessage (\w+)') | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique
        $used | Where-Object { -not $strings.ContainsKey($_) } | Should -BeNullOrEmpty
        $strings.Keys | Where-Object { $text -notmatch "\b$_\b" } | Should -BeNullOrEmpty
    }
}

Describe 'what is written for people: <_>' -ForEach 'docs/agent.md', 'apps/agent/README.md' {
    BeforeAll {
        $text = Get-Content -LiteralPath "$PSScriptRoot/../../../../$_" -Raw
        $blocks = [regex]::Matches($text, '(?sm)^```powershell\r?\n(.*?)^```') | ForEach-Object { $_.Groups[1].Value }
        # What stands in a line of text; a server is left out there.
        $lines = [regex]::Matches($text, '`([^`\n]*-GuardedFabric[^`\n]*)`') | ForEach-Object { $_.Groups[1].Value -replace [char]0x2026, 'X' }
        $trees = @(foreach ($script in @($blocks) + @($lines)) {
                $problems = $null
                @{ Tree = [Management.Automation.Language.Parser]::ParseInput($script, [ref]$null, [ref]$problems); Problems = $problems }
            })
    }

    It 'is PowerShell' {
        $blocks.Count | Should -BeGreaterThan 0
        $trees.Problems | Should -BeNullOrEmpty
    }

    It 'names commands and parameters that the module has' {
        # Also those inside of a text that another PowerShell is handed.
        $handed = $trees.Tree.FindAll({ $args[0] -is [Management.Automation.Language.StringConstantExpressionAst] -or $args[0] -is [Management.Automation.Language.ExpandableStringExpressionAst] }, $true).Value -match '-GuardedFabric'
        $inner = foreach ($script in $handed) { [Management.Automation.Language.Parser]::ParseInput(($script -replace '^.*?(?=\w+-GuardedFabric)', ''), [ref]$null, [ref]$null) }
        $commands = @(@($trees.Tree) + @($inner) | ForEach-Object { $_.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] -and "$($args[0].GetCommandName())" -match '-GuardedFabric' }, $true) })
        $commands.Count | Should -BeGreaterThan 5
        foreach ($command in $commands) {
            $module.ExportedCommands.Keys | Should -Contain $command.GetCommandName()
            foreach ($parameter in $command.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }) {
                $module.ExportedCommands[$command.GetCommandName()].Parameters.Keys | Should -Contain $parameter.ParameterName -Because "$command"
            }
        }
    }
}

Describe 'what brings the agent to many hosts, in docs/agent.md' {
    It 'ends with the exit code of what it installed' {
        $text = Get-Content -LiteralPath "$PSScriptRoot/../../../../docs/agent.md" -Raw
        $handed = @([regex]::Matches($text, '(?m)^.*-Command \\?".*Install-GuardedFabricAgent.*$').Value)
        $handed.Count | Should -Be 3
        $handed -notmatch 'exit \(Install-GuardedFabricAgent [^)]+\)\.ExitCode' | Should -BeNullOrEmpty
    }
}

Describe 'App Control, in docs/agent.md' {
    BeforeAll {
        $text = Get-Content -LiteralPath "$PSScriptRoot/../../../../docs/agent.md" -Raw
        $example, $signing = ($text -split '(?m)^## App Control')[1] -split '(?m)^### Signing the module|^### What Windows logs' | Select-Object -First 2
        # A sentence goes on in the next line.
        $exampleText, $signingText = $example, $signing -replace '\s+', ' '
    }

    It 'signs and checks every file that is shipped, and says that each version needs it' {
        $script = [regex]::Match($signing, '(?s)```powershell\r?\n(.*?)```').Groups[1].Value
        $looks = @([regex]::Matches($script, 'Get-ChildItem \$module [^)|]+').Value)
        $looks.Count | Should -Be 2
        $module = Split-Path $env:GF_AGENT_MODULE
        $shipped = (Get-ChildItem $module -Recurse -File).FullName | Sort-Object
        foreach ($look in $looks) { (Invoke-Expression $look).FullName | Sort-Object | Should -Be $shipped }
        $signingText | Should -Match 'Every new version has to be signed anew'
    }

    It 'has another way for the Windows that brings no example policies' {
        $exampleText | Should -Match 'from Windows Server 1709 on'
        $exampleText | Should -Match 'On Windows Server 2016 .*`New-CIPolicy [^`]+` in place of the line with `Copy-Item`'
    }
}

Describe 'what Constrained Language Mode or 5.1 forbids' {
    BeforeDiscovery {
        $files = Get-ChildItem (Join-Path $PSScriptRoot '../../src/GuardedFabricAgent') -Recurse -Include *.ps1, *.psd1 |
            ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
    }
    BeforeAll {
        # The types whose methods and constructors Constrained Language Mode allows, as far as they are used here.
        $allowedTypes = 'string', 'char', 'int', 'int64', 'uint32', 'double', 'float', 'decimal', 'bool', 'byte', 'byte[]', 'int64[]',
            'string[]', 'object[]', 'array', 'hashtable', 'ordered', 'datetime', 'timespan', 'guid', 'regex', 'uri', 'cultureinfo',
            'switch', 'scriptblock', 'pscredential', 'psobject', 'Parameter', 'CmdletBinding', 'ValidateSet'
        # Methods of strings, dates, tables and the like. ShouldProcess, GetType and Add are not among them.
        $allowedMethods = 'ToString', 'ToUniversalTime', 'Substring', 'Replace', 'Trim', 'TrimEnd', 'StartsWith', 'AddSeconds',
            'AddHours', 'AddDays', 'ContainsKey', 'ToLowerInvariant', 'Matches', 'Parse', 'NewGuid', 'GetNetworkCredential'
    }

    # One test for each file: Pester takes as long for a test as this does for a file.
    It '<Name> is ASCII and free of it, and makes objects only of types that may be made' -ForEach $files {
        [IO.File]::ReadAllText($Path) | Should -Not -Match '[^\x09\x0a\x0d\x20-\x7e]'
        $tokens = $null
        $problems = $null
        $tree = [Management.Automation.Language.Parser]::ParseFile($Path, [ref]$tokens, [ref]$problems)
        $problems | Should -BeNullOrEmpty
        $kinds = 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'QuestionMark', 'AndAnd', 'OrOr', 'Class', 'Enum', 'Configuration', 'Clean'
        $tokens | Where-Object { "$($_.Kind)" -in $kinds } | Should -BeNullOrEmpty
        $types = $tree.FindAll({ $args[0] -is [Management.Automation.Language.TypeConstraintAst] -or $args[0] -is [Management.Automation.Language.TypeExpressionAst] -or $args[0] -is [Management.Automation.Language.AttributeAst] }, $true)
        $types.TypeName.FullName | Where-Object { $_ -notin $allowedTypes } | Should -BeNullOrEmpty
        $methods = $tree.FindAll({ $args[0] -is [Management.Automation.Language.InvokeMemberExpressionAst] }, $true)
        $methods.Member.Value | Where-Object { $_ -notin $allowedMethods } | Should -BeNullOrEmpty
        $commands = $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)
        $commands | Where-Object { $_.InvocationOperator -eq 'Dot' } | Should -BeNullOrEmpty
        $commands | ForEach-Object { $_.GetCommandName() } |
            Where-Object { $_ -in 'Add-Type', 'Start-Job', 'Start-ThreadJob', 'Invoke-Expression', 'wmic', 'Write-Host', 'Out-Host', 'Join-String', 'Get-Error', 'Test-Json' } |
            Should -BeNullOrEmpty
        $parameters = $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandParameterAst] }, $true)
        $parameters.ParameterName |
            Where-Object { $_ -in 'Parallel', 'AsHashtable', 'EnumsAsStrings', 'EscapeHandling', 'SkipCertificateCheck', 'SkipHttpErrorCheck', 'DateKind', 'NoEnumerate', 'StatusCodeVariable', 'SslProtocol' } |
            Should -BeNullOrEmpty
        $commands | Where-Object { $_.GetCommandName() -eq 'New-Object' } | ForEach-Object { $_.CommandElements[1].Value } | Where-Object { $_ -notin 'psobject', 'pscredential' } | Should -BeNullOrEmpty
    }
}
